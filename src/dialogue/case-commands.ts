import { caseTexts } from './case-texts.ts';
import type { CaseKey, CommandOf } from './command.ts';
import type { AnswerEvent, CaseBrief } from './dialogue-event.ts';
import { mentionLeft } from './draft.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { poseList } from './pose-list.ts';
import { ask, digress, pose, say, type Turn } from './turn.ts';
import type { CaseIntent, CaseLookup, DialogueButton, WishOf } from './wish.ts';

/** A bare 同意 within this time of the last decision is asked back: it may be the same press twice. */
const DOUBLE_MS = 60_000;

const needsReceiver = new Set<CommandOf<'operate'>['operation']>(['transfer', 'delegate', 'add-signer', 'copy']);

export function decide(turn: Turn, command: CommandOf<'decide'>): void {
  digress(turn);
  const intent: CaseIntent = { do: 'decide', decision: command.decision, opinion: command.opinion?.trim() || null };
  resolveCase(turn, command.case, 'todo', intent);
}

export function operate(turn: Turn, command: CommandOf<'operate'>) {
  digress(turn);
  const verb = caseTexts.operationName(command.operation);
  if (command.operation === 'deputise') {
    if (!command.to || !command.from || !command.until) return say(turn, caseTexts.needPeriod);
    return ask(turn, { type: 'operate', caseNo: null, command });
  }
  if (needsReceiver.has(command.operation) && !command.to) return say(turn, caseTexts.needTo(verb));
  resolveCase(turn, command.case, 'visible', { do: 'operate', command });
}

export function showCase(turn: Turn, command: CommandOf<'show-case'>): void {
  digress(turn);
  resolveCase(turn, command.by, 'visible', { do: 'show' });
}

function resolveCase(turn: Turn, key: CaseKey | undefined, among: 'todo' | 'visible', intent: CaseIntent) {
  const by = lookupOf(key);
  if (Object.keys(by).length > 0) return ask(turn, { type: 'find-cases', by, among, intent });
  const { openCase, submitted } = turn.state;
  const near = openCase?.caseNo ?? (intent.do === 'decide' ? undefined : submitted?.caseNo);
  if (near) return runIntent(turn, near, intent);
  ask(turn, { type: 'find-cases', by, among, intent });
}

/** A case's number has digits; other words name a person. */
function lookupOf(key: CaseKey | undefined): CaseLookup {
  if (key === undefined) return {};
  if (typeof key === 'string') return /\d/.test(key) ? { no: key } : { person: key };
  return Object.fromEntries(Object.entries(key).filter(([, value]) => value));
}

export function runIntent(turn: Turn, caseNo: string, intent: CaseIntent) {
  if (intent.do === 'show') return ask(turn, { type: 'show-case', caseNo });
  if (intent.do === 'operate') return runOperation(turn, caseNo, intent);
  if (intent.decision !== 'approve' && !intent.opinion) {
    turn.state.opinion = { decision: intent.decision, caseNo };
    return pose(turn, caseTexts.askOpinion(intent.decision, caseNo));
  }
  ask(turn, { type: 'decide', caseNo, decision: intent.decision, opinion: intent.opinion });
}

function runOperation(turn: Turn, caseNo: string, intent: CaseIntent & { do: 'operate' }) {
  if (intent.command.operation === 'terminate' && !intent.isSure) {
    turn.state.choice = { about: { kind: 'case', intent }, options: [{ value: caseNo, label: caseNo }] };
    return pose(turn, caseTexts.sureTerminate(caseNo), caseTexts.sureButtons);
  }
  ask(turn, { type: 'operate', caseNo, command: intent.command });
}

export function casesFound(turn: Turn, wish: WishOf<'find-cases'>, cases: readonly CaseBrief[]) {
  const [first] = cases;
  const said = [wish.by.person, wish.by.no].find((one) => one !== undefined) ?? '';
  if (!first) return noneFound(turn, wish, plainMarkdown(said));
  const options = cases.map((one) => ({ value: one.caseNo, label: one.label }));
  const isBare = Object.keys(wish.by).length === 0;
  const { intent } = wish;
  // 补正 from who has to correct it is no decision.
  if (cases.length === 1 && first.step === CORRECTION && isBareReturn(intent))
    return ask(turn, { type: 'load-case', caseNo: first.caseNo });
  if (cases.length === 1 && !(isBare && intent.do === 'decide' && justDecided(turn))) return runIntent(turn, first.caseNo, intent);
  turn.state.choice = { about: { kind: 'case', intent }, options };
  const verb = verbOf(intent);
  if (cases.length === 1) return pose(turn, caseTexts.sureNext(first.label, verb), caseTexts.sureButtons);
  poseList(turn, caseTexts.whichCase(verb), options);
}

/** The step of a case that came back to who handed it in. */
const CORRECTION = 'correct';

function isBareReturn(intent: CaseIntent): boolean {
  return intent.do === 'decide' && intent.decision === 'return' && intent.opinion === null;
}

const WHOLE_NO = /^(?:YZ)?(\d{8}-\d{4,6})$/i;

/** Of a case that is named whole, the case itself says why not: somebody decided it, it waits, it is not theirs. */
function noneFound(turn: Turn, wish: WishOf<'find-cases'>, said: string) {
  const [, whole] = WHOLE_NO.exec(wish.by.no ?? '') ?? [];
  if (whole !== undefined && wish.intent.do === 'decide') return runIntent(turn, `YZ${whole}`, wish.intent);
  say(turn, nothingFound(wish, said));
}

function nothingFound(wish: WishOf<'find-cases'>, said: string): string {
  if (wish.among === 'visible') return caseTexts.noSuchCase(said);
  return Object.keys(wish.by).length === 0 ? caseTexts.noTodo : caseTexts.noSuchTodo(said);
}

function verbOf(intent: CaseIntent): string {
  if (intent.do === 'show') return caseTexts.showVerb;
  return intent.do === 'decide' ? caseTexts.decisionName(intent.decision) : caseTexts.operationName(intent.command.operation);
}

function justDecided(turn: Turn): boolean {
  const { decided } = turn.state;
  return decided !== null && turn.deps.now.getTime() - Date.parse(decided.at) < DOUBLE_MS;
}

type Shown = Extract<AnswerEvent, { type: 'case-shown' }>;

export function caseShown(turn: Turn, event: Shown): void {
  turn.state.openCase = { caseNo: event.caseNo, step: event.step, canCorrect: event.canCorrect };
  say(turn, event.markdown, buttonsFor(event));
}

function buttonsFor(event: Shown): DialogueButton[] {
  const no = event.caseNo;
  if (event.canDecide) return [caseTexts.approveButton(no), caseTexts.returnButton(no), caseTexts.rejectButton(no)];
  if (event.canCorrect) return [caseTexts.correctButton];
  const withdraw = event.canWithdraw ? [caseTexts.withdrawButton(no)] : [];
  return event.isOpen ? [caseTexts.urgeButton(no), ...withdraw] : withdraw;
}

type Decided = Extract<AnswerEvent, { type: 'decided' }>;

/** Says what the decision led to and lays the next task before the person, by number: it is never open by itself. */
export function caseDecided(turn: Turn, event: Decided) {
  turn.state.decided = { caseNo: event.caseNo, at: turn.deps.now.toISOString() };
  turn.state.openCase = null;
  turn.state.opinion = null;
  const { next } = event;
  if (!next) {
    say(turn, event.markdown);
    return mentionLeft(turn);
  }
  const buttons = [caseTexts.viewButton(next.caseNo), caseTexts.approveButton(next.caseNo), caseTexts.returnButton(next.caseNo)];
  say(turn, `${event.markdown}\n\n${caseTexts.next(next.label, event.left)}`, buttons);
}

/** The reason of a decision that waits for one, in the person's own words. */
export function giveOpinion(turn: Turn, text: string): void {
  const { opinion } = turn.state;
  turn.state.opinion = null;
  if (opinion) ask(turn, { type: 'decide', caseNo: opinion.caseNo, decision: opinion.decision, opinion: text.trim() });
}
