import type { AuditEntry } from '../audit/audit-entry.ts';
import { recordAudit } from '../audit/audit-store.ts';
import { formFacts } from '../cases/form-facts.ts';
import type { AnswerEvent } from '../dialogue/dialogue-event.ts';
import { plainMarkdown } from '../dialogue/plain-markdown.ts';
import type { WishOf } from '../dialogue/wish.ts';
import type { FileRefused, FileView } from '../people/file/file-view.ts';
import { personCard } from '../people/file/person-card.ts';
import { openFile } from '../people/file/person-file.ts';
import { findPeople, type PersonSearch } from '../people/search/person-search.ts';
import type { Speaking } from './conversation-deps.ts';
import { requestTexts } from './requests/texts.ts';
import { texts } from './texts.ts';

const CHOICES = 8;

/** Searches within what the speaker may see; the search itself is put down, without the words searched for. */
export async function performFindPerson({ deps, staff, now, channel }: Speaking, wish: WishOf<'find-person'>): Promise<AnswerEvent> {
  const found = await deps.db.transaction(async (tx) => {
    const result = await findPeople({ tx, sealer: deps.sealer, now }, staff, wish.by, { limit: CHOICES });
    const detail = { by: Object.keys(wish.by), found: result.kind === 'several' ? result.total : Number(result.kind === 'found') };
    const purpose = wish.intent.do === 'visit' ? texts.visitPurpose : texts.lookPurpose;
    const entry: AuditEntry = {
      at: now,
      actor: staff.id,
      action: 'search',
      subject: result.kind === 'found' ? result.person.archiveNo : null,
      caseNo: null,
      channel,
      purpose,
      outcome: result.kind,
      detail,
    };
    await recordAudit(tx, [entry]);
    return result;
  });
  return peopleEvent(found, wish.by.name ?? '');
}

function peopleEvent(found: PersonSearch, name: string): AnswerEvent {
  switch (found.kind) {
    case 'found':
      return { type: 'people', outcome: { kind: 'found', person: found.person } };
    case 'several': {
      const options = found.choices.map((person) => ({ value: person.archiveNo, label: person.label, person }));
      return { type: 'people', outcome: { kind: 'several', options, total: found.total, isMore: found.isMore } };
    }
    case 'none': {
      const nearest = found.nearest.length > 0 ? `\n\n${texts.nearest(found.nearest.map(plainMarkdown))}` : '';
      return { type: 'people', outcome: { kind: 'nobody', nearest: [], sentence: `${texts.nobody(plainMarkdown(name))}${nearest}` } };
    }
    case 'outside':
      return { type: 'refused', sentence: texts.outsideArea };
    case 'forbidden':
      return { type: 'refused', sentence: found.why === 'role' ? texts.noRole : texts.notByThis };
    case 'unclear':
      return { type: 'refused', sentence: texts.unclearPerson };
  }
}

const refusedWhy: Partial<Record<FileRefused['why'], string>> = { role: texts.noRole, ceiling: texts.ceilingReached };

export async function performOpenFile({ deps, staff, now, channel }: Speaking, wish: WishOf<'open-file'>): Promise<AnswerEvent> {
  const flowTitle = (flow: string) => deps.flows.get(flow)?.definition.name ?? flow;
  const view = await deps.db.transaction((tx) =>
    openFile({ tx, sealer: deps.sealer, now, flowTitle }, staff, wish.archiveNo, {
      purpose: texts.lookPurpose,
      channel,
      context: 'private_chat',
      shows: wish.shows,
    }),
  );
  if (view.kind === 'refused') return { type: 'refused', sentence: refusedWhy[view.why] ?? texts.fileRefused };
  const markdown = [personCard(view, wish.shows), ...(view.hint === undefined ? [] : [view.hint])].join('\n\n');
  return { type: 'shown', markdown, buttons: revealButtons(view) };
}

const MOST_BUTTONS = 3;

/** What is masked here although the speaker may see it whole with a reason. */
function revealButtons(view: FileView) {
  const fields = view.sections.flatMap((section) => section.fields.flatMap((field) => (field.reveal ? [field.reveal] : [])));
  return fields
    .slice(0, MOST_BUTTONS)
    .map((field) => ({ label: requestTexts.revealButton(field), says: requestTexts.revealSays(field, view.archiveNo) }));
}

/** What the archive knows, for the form: only of somebody whose file the speaker may see in full, and who may ask for the service. */
export async function performLoadFacts({ deps, staff, now, channel }: Speaking, wish: WishOf<'load-facts'>): Promise<AnswerEvent> {
  const flow = deps.flows.get(wish.flow)?.definition.name ?? wish.flow;
  const { archiveNo, keys } = wish;
  const loaded = await formFacts(deps.cases, staff, { flow: wish.flow, archiveNo, keys, now, channel, purpose: texts.casePurpose(flow) });
  switch (loaded.kind) {
    case 'facts':
      return { type: 'facts', facts: loaded.facts };
    case 'ineligible':
      return { type: 'ineligible', sentence: loaded.sentence };
    case 'unreachable':
      return { type: 'refused', sentence: texts.fileRefused };
  }
}
