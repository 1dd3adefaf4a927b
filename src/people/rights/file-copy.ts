import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { createPaper } from '../../platform/paper/paper.ts';
import { type Refused, refuse } from '../change/change-person.ts';
import { openFile } from '../file/person-file.ts';
import { closeRequest } from './request-store.ts';
import { type RightsDeps, receive } from './rights-request.ts';
import { rightsTexts as say } from './texts.ts';

export type FileCopy = { ok: true; no: string; pdf: Buffer } | Refused;

/**
 * A copy of the whole file for the person themselves, on paper (个人信息保护法第四十五条), by an officer who answers for them, once identity was
 * checked. What the officer may not see is not in it. The request and the look are recorded. Call it last in a transaction.
 */
export async function copyForPerson(
  deps: RightsDeps & { flowTitle(flow: string): string },
  staff: Staff,
  request: { archiveNo: string; identityChecked: string },
): Promise<FileCopy> {
  const received = await receive(deps, staff, { ...request, kind: 'copy', words: null });
  if (!received.ok) return received;
  const { no } = received;
  const opening = { purpose: say.copy.purpose(no), channel: deps.channel, context: 'secure_form' as const, shows: ['all' as const] };
  const view = await openFile(deps, staff, request.archiveNo, opening);
  if (view.kind !== 'file') return refuse('not-yours', say.request.notYours);
  const on = dayOf(deps.now);
  const paper = await createPaper({
    title: say.copy.title,
    watermark: say.copy.watermark(staff.name, on),
    footer: say.copy.footer(no, staff.name),
    madeAt: deps.now,
  });
  paper.row('档案号', view.archiveNo);
  for (const section of view.sections) {
    paper.heading(section.title);
    for (const field of section.fields) paper.row(field.label, field.value);
  }
  paper.paragraph(say.copy.basis);
  const pdf = await paper.finish();
  const outcomeSealed = deps.sealer.seal(say.copy.title, { table: 'rights_request', column: 'outcome_sealed', row: no });
  await closeRequest(deps.tx, no, { state: 'done', by: staff.id, at: deps.now, outcomeSealed });
  return { ok: true, no, pdf };
}
