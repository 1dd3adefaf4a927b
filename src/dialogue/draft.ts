import type { FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled } from '../flows/slot-value.ts';
import { minuteText } from '../platform/calendar/day.ts';
import type { Draft } from './dialogue-state.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { texts } from './texts.ts';
import { flowName, flowOf, say, type Turn } from './turn.ts';

const KEPT_DAYS = 30;

/** A fresh draft. Its id comes from the message's key, so that the same message taken up twice begins the same draft. */
export function newDraft(turn: Turn, flow: FlowDefinition, version: string): Draft {
  const taken = new Set([turn.state.active, ...turn.state.left].map((draft) => draft?.id));
  let id = turn.state.utterance.key;
  for (let count = 2; taken.has(id); count += 1) id = `${turn.state.utterance.key}:${count}`;
  return {
    id,
    flow: flow.id,
    flowVersion: version,
    slots: {},
    labels: {},
    subject: null,
    isPrefilled: false,
    prefilled: [],
    asking: [],
    offered: null,
    said: {},
    answers: [[]],
    skipped: [],
    phase: 'collecting',
    startedAt: turn.deps.now.toISOString(),
    touchedAt: turn.deps.now.toISOString(),
    submissionKey: id,
    caseNo: null,
  };
}

/** Flow and person as people read them: 优抚对象短期疗养（张建国）. */
export function titleOf(turn: Turn, draft: Draft): string {
  const flow = flowOf(turn, draft);
  const said = flow ? draft.slots[flow.subjectField] : undefined;
  const name = draft.subject?.name ?? (isFilled(said) ? String(said) : null);
  return name ? `${flowName(turn, draft.flow)}（${plainMarkdown(name)}）` : flowName(turn, draft.flow);
}

/** Keeps the active draft for later; one in which nothing was said yet is not worth keeping. Returns what was kept. */
export function putAside(turn: Turn): Draft | null {
  const draft = turn.state.active;
  turn.state.active = null;
  turn.state.choice = null;
  turn.state.misses = 0;
  if (!draft || !isWorthKeeping(draft)) return null;
  turn.state.left = [draft, ...turn.state.left.filter((one) => one.id !== draft.id)];
  return draft;
}

function isWorthKeeping(draft: Draft): boolean {
  return draft.caseNo !== null || Object.keys(draft.said).length > 0 || draft.answers.some((keys) => keys.length > 0);
}

/** Takes up a kept draft; the one at hand is kept in its place. */
export function takeUp(turn: Turn, id: string): void {
  const draft = turn.state.left.find((one) => one.id === id);
  if (!draft) return;
  putAside(turn);
  turn.state.left = turn.state.left.filter((one) => one.id !== id);
  turn.state.active = { ...draft, offered: null, answers: [...draft.answers, []] };
  say(turn, texts.resumed(titleOf(turn, draft)));
}

/** Drafts are kept for 30 days from what was said last (contract of the product with its users: 草稿保留30天). */
export function dropOldDrafts(turn: Turn): void {
  const { state } = turn;
  const oldest = turn.deps.now.getTime() - KEPT_DAYS * 86_400_000;
  const isFresh = (draft: Draft) => Date.parse(draft.touchedAt || draft.startedAt) >= oldest;
  state.left = state.left.filter(isFresh);
  if (state.active && !isFresh(state.active)) {
    say(turn, texts.expired(titleOf(turn, state.active)));
    state.active = null;
    state.choice = null;
  }
  if (state.active) state.active.touchedAt = turn.deps.now.toISOString();
}

/** Titles of kept drafts; of two alike also when each was left. */
export function titlesOf(turn: Turn, drafts: readonly Draft[]): string[] {
  const titles = drafts.map((draft) => titleOf(turn, draft));
  return drafts.map((draft, index) => {
    const title = titles[index] ?? '';
    const isAlone = titles.filter((one) => one === title).length === 1;
    return isAlone ? title : texts.leftAt(title, minuteText(new Date(draft.touchedAt || draft.startedAt)));
  });
}

/** One line about the latest kept draft, after something else has ended. */
export function mentionLeft(turn: Turn): void {
  const [latest] = turn.state.left;
  if (latest) say(turn, texts.stillLeft(titleOf(turn, latest)));
}
