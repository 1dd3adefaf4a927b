import type { CommandOf } from '../dialogue/command.ts';
import type { AnswerEvent } from '../dialogue/dialogue-event.ts';
import type { WishOf } from '../dialogue/wish.ts';
import { dayOf } from '../platform/calendar/day.ts';
import { recordVisit } from '../visits/record-visit.ts';
import { recordedVisitCard, visitListCard, visitProgressCard } from '../visits/visit-card.ts';
import { listVisits, visitProgress } from '../visits/visit-lists.ts';
import type { Speaking } from './conversation-deps.ts';

export async function performRecordVisit({ deps, staff, now, channel, key }: Speaking, wish: WishOf<'record-visit'>): Promise<AnswerEvent> {
  const { date, note, needs } = wish.command;
  const result = await recordVisit(deps.visits, {
    staff,
    archiveNo: wish.archiveNo,
    visitedOn: date ?? dayOf(now),
    note: note ?? null,
    needs: needs ?? [],
    sourceKey: `${key}:${wish.archiveNo}`,
    now,
    channel,
  });
  if (!result.ok) return { type: 'refused', sentence: result.sentence };
  return { type: 'shown', markdown: recordedVisitCard(result.visit), buttons: [] };
}

export async function serveVisits({ deps, staff, now, channel }: Speaking, command: CommandOf<'list-visits'>): Promise<AnswerEvent> {
  const { which, festival, town, village } = command;
  const result = await deps.db.transaction((tx) => listVisits({ tx, now, channel }, staff, { which, festival, town, village }));
  if (!result.ok) return { type: 'refused', sentence: result.sentence };
  return { type: 'shown', markdown: visitListCard(result.list, dayOf(now)), buttons: [] };
}

export async function serveProgress({ deps, staff, now, channel }: Speaking, command: CommandOf<'visit-progress'>): Promise<AnswerEvent> {
  const { festival, town } = command;
  const result = await visitProgress({ tx: deps.db.tx, now, channel }, staff, { festival, town });
  if (!result.ok) return { type: 'refused', sentence: result.sentence };
  return { type: 'shown', markdown: visitProgressCard(result.progress, dayOf(now)), buttons: [] };
}
