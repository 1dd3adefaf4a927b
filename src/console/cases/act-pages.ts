import { archiveSheet } from '../../cases/archive-sheet.ts';
import { caseVersion } from '../../cases/case-list-store.ts';
import { decideTask } from '../../cases/decide-task.ts';
import type { Decision } from '../../cases/engine/service-case.ts';
import { openMaterial } from '../../cases/open-material.ts';
import { operateCase } from '../../cases/operate-case.ts';
import { decisionIds } from '../../cases/possible-acts.ts';
import { viewCase } from '../../cases/view-case.ts';
import { standing } from '../../conversation/standing.ts';
import { shownValue } from '../../dialogue/shown-value.ts';
import type { Slots } from '../../flows/slot-value.ts';
import { isFilled } from '../../flows/slot-value.ts';
import { readField } from '../fields/read-field.ts';
import { liveNews } from '../frame/live.ts';
import type { PostedForm } from '../frame/posted-form.ts';
import { go, type Page, raw, type Visit } from '../page.ts';
import { answerCase, noCase } from './case-page.tsx';
import { texts } from './texts.ts';

const caseNo = (visit: Visit): string => visit.c.req.param('no') ?? '';

export const decidePage: Page = {
  path: '/cases/:no/decide',
  audience: 'staff',
  get: async (visit) => go(`/cases/${caseNo(visit)}`),
  post: async (visit, form) => {
    const { deps, staff, now } = visit;
    const no = caseNo(visit);
    const decision = decisionIds.find((one): one is Decision => one === form.text('decision')) ?? 'approve';
    const opinion = form.text('opinion') || null;
    const request = { caseNo: no, actor: staff, decision, opinion, now, channel: 'console', requestKey: `console:${form.text('_once')}` };
    const done = await decideTask(deps.cases, {
      ...request,
      taskId: form.text('task') || undefined,
      ...(decision === 'return' ? returnOptions(form) : {}),
      edits: await editsOf(visit, no, form),
      paper: form.text('paperOn') || form.text('paperSigner') ? { on: form.text('paperOn'), signer: form.text('paperSigner') } : undefined,
    });
    if (!done.ok) return answerCase(visit, no, { form, sentence: done.sentence });
    return go(`/cases/${no}`, [texts.decided(texts.decisions[decision], no), standing(done), texts.takeBackHint].filter(Boolean).join(''));
  },
};

function returnOptions(form: PostedForm) {
  const afterReturn = form.text('afterReturn') === 'straight' ? ('straight' as const) : ('again' as const);
  return { returnTo: form.text('returnTo') || undefined, afterReturn };
}

/** What was changed of the fields that this step may write; one that stands masked and was left empty stays. */
async function editsOf({ deps, staff, now }: Visit, no: string, form: PostedForm): Promise<Slots | undefined> {
  const viewed = await viewCase(deps.cases, staff, no, now);
  const editable = viewed.ok ? viewed.fields.filter((one) => one.isEditable && one.field.type !== 'file') : [];
  const changed = editable.flatMap(({ field, value, isMasked }) => {
    const typed = readField(field, form);
    if (isMasked && !isFilled(typed)) return [];
    return JSON.stringify(typed) === JSON.stringify(value) ? [] : [[field.key, typed] as const];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

export const operatePage: Page = {
  path: '/cases/:no/operate',
  audience: 'staff',
  get: async (visit) => go(`/cases/${caseNo(visit)}`),
  post: async (visit, form) => {
    const { deps, staff, now } = visit;
    const no = caseNo(visit);
    const place = (['before', 'beside', 'after'] as const).find((one) => one === form.text('place'));
    const done = await operateCase(deps.cases, {
      caseNo: no,
      actor: staff,
      operation: form.text('operation'),
      to: form.text('to') || undefined,
      note: form.text('note') || undefined,
      step: form.text('step') || undefined,
      place,
      now,
      channel: 'console',
      requestKey: `console:${form.text('_once')}`,
    });
    if (!done.ok) return answerCase(visit, no, { form, sentence: done.sentence });
    return go(`/cases/${no}`, `${texts.operated(texts.words[done.operation], no)}${standing(done)}`);
  },
};

export const sheetPage: Page = {
  path: '/cases/:no/sheet.pdf',
  audience: 'staff',
  get: async (visit) => {
    const { deps, staff, now, c } = visit;
    const asked = { no: caseNo(visit), now, channel: 'console', purpose: texts.purposes.sheet, shownValue };
    const made = await archiveSheet(deps.cases, staff, asked);
    if (!made.ok) return noCase(made);
    const headers = { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${asked.no}.pdf"` };
    return raw(c.body(new Uint8Array(made.pdf), 200, headers));
  },
};

const types: Readonly<Record<string, string>> = { jpg: 'image/jpeg', png: 'image/png', pdf: 'application/pdf' };

/** One file that was handed in, shown in place. */
export const materialPage: Page = {
  path: '/cases/:no/files/:field/:file',
  audience: 'staff',
  get: async (visit) => {
    const { deps, staff, now, c } = visit;
    const file = c.req.param('file') ?? '';
    const asked = { no: caseNo(visit), field: c.req.param('field') ?? '', file, now, channel: 'console', purpose: texts.purposes.material };
    const opened = await openMaterial({ ...deps.cases, vault: deps.vault }, staff, asked);
    if (!opened.ok) return noCase(opened);
    const headers = { 'content-type': types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream', 'content-disposition': 'inline' };
    return raw(c.body(new Uint8Array(opened.content), 200, headers));
  },
};

/** News of one case, for whoever may see it. */
export const caseLivePage: Page = {
  path: '/cases/:no/live',
  audience: 'staff',
  isByItself: true,
  get: async (visit) => {
    const { deps, staff, now } = visit;
    const no = caseNo(visit);
    const viewed = await viewCase(deps.cases, staff, no, now);
    return viewed.ok ? liveNews(visit, async () => String(await caseVersion(deps.db.tx, no))) : noCase(viewed);
  },
};
