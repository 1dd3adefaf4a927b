import { recordAudit } from '../../audit/audit-store.ts';
import type { AnswerEvent } from '../../dialogue/dialogue-event.ts';
import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import type { WishOf } from '../../dialogue/wish.ts';
import { postAt } from '../../organisation/duty.ts';
import { findDuty } from '../../organisation/duty-store.ts';
import { type RoleId, roleOf } from '../../organisation/role.ts';
import type { Staff } from '../../organisation/staff.ts';
import { findStaff } from '../../organisation/staff-store.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Speaking } from '../conversation-deps.ts';
import type { HandOffNotice } from './hand-off-notice.ts';
import { closeHandOff, type HandOff, handOffOf, keepWord, openHandOff } from './hand-off-store.ts';
import { handOffTexts as texts } from './texts.ts';

/** So many of those on duty are asked at once; the first to answer has it. */
const MOST_ASKED = 3;

/** Whom a member of staff turns to: the office above theirs. */
export function postAbove({ level }: Staff): RoleId {
  return level === 'village' ? 'town-officer' : 'center-officer';
}

/** Who is on duty for somebody today, without themselves. */
export async function onDuty(tx: Tx, asker: Staff, role: RoleId, now: Date): Promise<Staff[]> {
  const first = { role: postAbove(asker), town: asker.town ?? undefined };
  const duty = await findDuty(tx, role === first.role ? first : postAt(role, first), dayOf(now));
  return duty.acting
    .map(({ staff }) => staff)
    .filter((staff) => staff.id !== asker.id)
    .slice(0, MOST_ASKED);
}

export function named(staff: Staff): string {
  const [role] = staff.roles;
  return texts.place(staff.name, [staff.town, staff.village, role ? roleOf(role).name : null].filter(Boolean).join(' '));
}

/** Gives the conversation to whoever is on duty, with what was open and what was said; once per message. */
export async function beginHandOff(speaking: Speaking, wish: WishOf<'hand-off'>): Promise<AnswerEvent> {
  const { deps, staff, now, channel, key } = speaking;
  return deps.db.transaction(async (tx): Promise<AnswerEvent> => {
    const role = postAbove(staff);
    const officers = await onDuty(tx, staff, role, now);
    if (officers.length === 0) return { type: 'shown', markdown: texts.nobody, buttons: [] };
    const begun: AnswerEvent = { type: 'handed-off', id: key, markdown: texts.begun(officers.map(named), wish.about) };
    if (!(await openHandOff(tx, { id: key, channel, staffId: staff.id, role, openedAt: now }))) {
      const open = await handOffOf(tx, staff.id);
      return open === null || open.id === key ? begun : { type: 'handed-off', id: open.id, markdown: texts.already };
    }
    await keepWord(tx, deps.sealer, { id: key, handOffId: key, fromStaff: staff.id, said: wish.said, saidAt: now });
    const markdown = [texts.asked(named(staff), wish.about, wish.asked), texts.said(plainMarkdown(wish.said))].join('\n\n');
    await deps.tell(
      tx,
      officers.map((officer) => askNotice(key, key, staff, officer.id, markdown)),
    );
    const detail = { asked: officers.map((officer) => officer.id) };
    await recordAudit(tx, [
      {
        at: now,
        actor: staff.id,
        action: 'hand-off',
        subject: null,
        caseNo: null,
        channel,
        purpose: texts.purpose,
        outcome: 'asked',
        detail,
      },
    ]);
    return begun;
  });
}

/** What an officer is sent about somebody who waits, with how to answer. */
export function askNotice(handOffId: string, key: string, asker: Staff, officerId: string, markdown: string): HandOffNotice {
  return {
    staffId: officerId,
    key: `hand-off:${key}:${officerId}`,
    about: handOffId,
    title: texts.askedTitle,
    markdown: [markdown, texts.howToAnswer(asker.name)].join('\n\n'),
    buttons: [texts.replyButton(asker.id), texts.endButton(asker.id)],
  };
}

/** Passes a message of the one who asked on: to the officer who answered, else to all who are on duty now. */
export async function passOn(speaking: Speaking, handOff: HandOff, text: string): Promise<void> {
  const { deps, staff, now, key } = speaking;
  await deps.db.transaction(async (tx) => {
    if (!(await keepWord(tx, deps.sealer, { id: key, handOffId: handOff.id, fromStaff: staff.id, said: text, saidAt: now }))) return;
    const markdown = texts.word(named(staff), plainMarkdown(text));
    const receivers = await receiversOf(tx, staff, handOff, now);
    await deps.tell(
      tx,
      receivers.map((officer) => ({
        staffId: officer.id,
        key: `hand-off:${key}:${officer.id}`,
        about: handOff.id,
        title: texts.wordTitle,
        markdown,
        buttons: [texts.replyButton(staff.id), texts.endButton(staff.id)],
      })),
    );
  });
}

async function receiversOf(tx: Tx, asker: Staff, handOff: HandOff, now: Date): Promise<Staff[]> {
  const officer = handOff.officerId === null ? null : await findStaff(tx, handOff.officerId);
  return officer?.isActive ? [officer] : onDuty(tx, asker, handOff.role, now);
}

/** Ended by whoever asked; who had answered is told. */
export async function endByAsker({ deps, staff, now, key }: Speaking, handOff: HandOff): Promise<void> {
  await deps.db.transaction(async (tx) => {
    if (!(await closeHandOff(tx, handOff.id, staff.id, now)) || handOff.officerId === null) return;
    await deps.tell(tx, [endNotice(handOff, handOff.officerId, key, texts.endedByOther(named(staff)))]);
  });
}

export function endNotice(handOff: HandOff, staffId: string, key: string, markdown: string): HandOffNotice {
  return { staffId, key: `hand-off:${key}:${staffId}`, about: handOff.id, title: texts.endedTitle, markdown, buttons: [] };
}
