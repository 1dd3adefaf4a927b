import { caseProgress } from '../cases/case-progress.ts';
import { decideTask } from '../cases/decide-task.ts';
import type { CaseSubject } from '../cases/engine/service-case.ts';
import { findCases, listTasks, type TaskBrief } from '../cases/list-tasks.ts';
import { loadReturnedCase } from '../cases/load-returned-case.ts';
import { noteLook } from '../cases/note-look.ts';
import { operateCase } from '../cases/operate-case.ts';
import { openOffers } from '../cases/scarce/open-offers.ts';
import { resubmitCase, type Submitted, submitCase } from '../cases/submit-case.ts';
import { operationNames } from '../cases/texts.ts';
import type { AnswerEvent, CaseBrief } from '../dialogue/dialogue-event.ts';
import type { WishOf } from '../dialogue/wish.ts';
import type { Staff } from '../organisation/staff.ts';
import { dayOf } from '../platform/calendar/day.ts';
import { caseForm, decidedAt } from './case-form.ts';
import type { Speaking } from './conversation-deps.ts';
import { performDeputise } from './perform-deputise.ts';
import { standing } from './standing.ts';
import { texts } from './texts.ts';

const OFFERS = 9;
const MOST_CASES = 9;

export async function performSubmit({ deps, staff, now, channel, key }: Speaking, wish: WishOf<'submit-case'>): Promise<AnswerEvent> {
  const { caseNo, flow, flowVersion, slots, submissionKey } = wish.submission;
  const subject = placedBy(wish.submission.subject, staff);
  const result = caseNo
    ? await resubmitCase(deps.cases, { caseNo, slots, actor: staff, now, channel, requestKey: key })
    : await submitCase(deps.cases, { flow, flowVersion, subject, slots, startedBy: staff, submissionKey, now, channel });
  if (!result.ok) return { type: 'refused', sentence: result.sentence };
  const markdown = submittedText(result, caseNo !== null);
  return { type: 'submitted', caseNo: result.caseNo, markdown, buttons: [texts.progressButton(result.caseNo)] };
}

function submittedText(result: Submitted, isAgain: boolean): string {
  const head = (isAgain ? texts.resubmitted : texts.submitted)(result.flowName, result.caseNo, result.subjectName);
  const due = result.dueAt ? texts.due(dayOf(result.dueAt)) : '';
  return [head, standing(result) + due, result.repeated ? texts.before : ''].filter(Boolean).join('\n\n');
}

/** Who has no file and named no place belongs to where they were spoken for. */
function placedBy(subject: WishOf<'submit-case'>['submission']['subject'], { town, village }: Staff): CaseSubject {
  return subject.archiveNo === null && subject.town === null ? { ...subject, town, village } : subject;
}

/** Cases that fit what was said: among one's own tasks, or among all that one may see. */
export async function performFindCases({ deps, staff, now }: Speaking, wish: WishOf<'find-cases'>): Promise<AnswerEvent> {
  const { no, person, flow } = wish.by;
  if (wish.among === 'visible') {
    const { cases } = await findCases(deps.cases, staff, { no, person, flow }, { now, limit: MOST_CASES });
    return { type: 'cases', cases: cases.map((one) => brief(one.no, one.flowName, one.subjectName, one.stepName, one.step)) };
  }
  const { tasks } = await listTasks(deps.cases, staff, 'todo', { now, limit: 200 });
  const fitting = tasks.filter((task) => fits(task, wish.by));
  return { type: 'cases', cases: fitting.slice(0, MOST_CASES).map(taskBrief) };
}

function fits(task: TaskBrief, by: WishOf<'find-cases'>['by']): boolean {
  const { no, person, flow } = by;
  const digits = no?.replace(/\D/g, '') ?? '';
  if (no !== undefined && !task.no.replace(/\D/g, '').endsWith(digits)) return false;
  if (person !== undefined && !task.subjectName.includes(person)) return false;
  return flow === undefined || task.flow === flow;
}

export function taskBrief(task: TaskBrief): CaseBrief {
  return brief(task.no, task.flowName, task.subjectName, task.taskStepName, task.taskStep);
}

function brief(caseNo: string, flow: string, person: string, stepName: string | null, step: string | null): CaseBrief {
  return { caseNo, label: [caseNo, flow, person, stepName].filter(Boolean).join(' · '), step: step ?? '' };
}

export async function performShowCase(speaking: Speaking, wish: WishOf<'show-case'>): Promise<AnswerEvent> {
  const { deps, staff, now, channel } = speaking;
  const shown = await caseProgress(deps.cases, staff, wish.caseNo, now);
  if (!shown.ok) return { type: 'refused', sentence: shown.sentence };
  const { caseNo, step, isOpen, canDecide, canCorrect, canWithdraw } = shown;
  await noteLook(deps.db, { staff, caseNo, now, channel, purpose: texts.lookPurpose, detail: { classes: ['archive_basic:masked'] } });
  const form = canDecide ? [await caseForm(speaking, caseNo, step), decidedAt(deps.flows.get(shown.flow)?.definition, step)] : [];
  const markdown = [shown.markdown, ...form].filter((part) => part !== '').join('\n\n');
  return { type: 'case-shown', caseNo, step, markdown, isOpen, canDecide, canCorrect, canWithdraw };
}

export async function performLoadCase({ deps, staff, now }: Speaking, wish: WishOf<'load-case'>): Promise<AnswerEvent> {
  const loaded = await loadReturnedCase(deps.cases, staff, wish.caseNo, now);
  if (!loaded.ok) return { type: 'refused', sentence: loaded.sentence };
  const { subject, slots, caseNo, flow, flowVersion } = loaded;
  return { type: 'case-loaded', caseNo, flow, flowVersion, subject, slots, labels: {}, reason: loaded.corrections.join('；') };
}

export async function performDecide({ deps, staff, now, channel, key }: Speaking, wish: WishOf<'decide'>): Promise<AnswerEvent> {
  const { caseNo, decision, opinion } = wish;
  const result = await decideTask(deps.cases, { caseNo, actor: staff, decision, opinion, now, channel, requestKey: key });
  if (!result.ok) return { type: 'refused', sentence: result.sentence };
  const markdown = `**${texts.decided[decision]}** ${result.flowName} · ${result.subjectName}（${caseNo}）\n\n${standing(result)}`;
  const { tasks, total } = await listTasks(deps.cases, staff, 'todo', { now, limit: 1 });
  const [next] = tasks;
  return { type: 'decided', caseNo, markdown, next: next ? taskBrief(next) : null, left: total };
}

export async function performOperate(speaking: Speaking, wish: WishOf<'operate'>): Promise<AnswerEvent> {
  const { deps, staff, now, channel, key } = speaking;
  const { operation, to, note } = wish.command;
  if (operation === 'deputise') return performDeputise(speaking, wish.command);
  const result = await operateCase(deps.cases, {
    caseNo: wish.caseNo ?? '',
    actor: staff,
    operation,
    to,
    note,
    now,
    channel,
    requestKey: key,
  });
  if (!result.ok) return { type: 'refused', sentence: result.sentence };
  return {
    type: 'shown',
    markdown: [texts.operated(operationNames[result.operation], result.caseNo), standing(result)].join('\n\n'),
    buttons: [],
  };
}

/** Batches or schools to choose from, those that fit what was said first. */
export async function performListOffers({ deps, now }: Speaking, wish: WishOf<'list-offers'>): Promise<AnswerEvent> {
  const offers = await openOffers(deps.cases, { kind: wish.kind, slots: wish.slots, said: wish.said, now });
  const options = offers.slice(0, OFFERS).map(({ value, label }) => ({ value, label }));
  return { type: 'offers', options, more: offers.length - options.length };
}
