import type { Light } from '../../cases/engine/working-time.ts';
import { type CaseBrief, listStarted, listTasks, type TaskBrief } from '../../cases/list-tasks.ts';
import { briefsAsGranted } from '../../cases/see-case.ts';
import { eyesOf } from '../frame/eyes.ts';
import { pageAsked } from '../frame/pager.tsx';
import type { Visit } from '../page.ts';
import { texts } from './texts.ts';

export const tabs = ['todo', 'overdue', 'done', 'started', 'copied'] as const;
export type Tab = (typeof tabs)[number];
export const PER_PAGE = 20;
const lights: readonly Light[] = ['green', 'yellow', 'red', 'overdue'];
const CHUNK = 500;

/** What of the inbox an address asks for. */
export interface Asked {
  tab: Tab;
  search: string;
  flow: string;
  light: Light | null;
  page: number;
}

/** A line of the inbox: a task, or a case that one started. */
export type Line = CaseBrief &
  Partial<Pick<TaskBrief, 'taskId' | 'taskStepName' | 'taskDueAt' | 'taskDaysLeft' | 'openedAt' | 'decidedAt' | 'isCorrection'>>;

export interface InboxList {
  lines: Line[];
  total: number;
  counts: Record<Tab, number>;
}

export function inboxAsked(query: (name: string) => string | undefined): Asked {
  return {
    tab: tabs.find((tab) => tab === query('tab')) ?? 'todo',
    search: (query('q') ?? '').trim().slice(0, 40),
    flow: (query('flow') ?? '').slice(0, 60),
    light: lights.find((light) => light === query('light')) ?? null,
    page: pageAsked(query('page')),
  };
}

export async function inboxList(visit: Visit, asked: Asked): Promise<InboxList> {
  const { lines, total } = await linesOf(visit, asked);
  const counts: Partial<Record<Tab, number>> = {};
  for (const tab of tabs) counts[tab] = (await select(visit, tab, { limit: 1, offset: 0 })).total;
  const shown = await briefsAsGranted(visit.deps.cases, eyesOf(visit, texts.purpose), lines);
  return { lines: shown, total, counts: counts as Record<Tab, number> };
}

/** How many wait for this person; for the navigation. */
async function linesOf(visit: Visit, asked: Asked): Promise<{ lines: Line[]; total: number }> {
  const filter = { ...(asked.search ? { search: asked.search } : {}), ...(asked.flow ? { flow: asked.flow } : {}) };
  const offset = (asked.page - 1) * PER_PAGE;
  if (asked.light === null) return select(visit, asked.tab, { ...filter, limit: PER_PAGE, offset });
  // The light is worked out from the calendar, not stored: all lines are looked at.
  const all = await everyLine(visit, asked.tab, filter);
  const fitting = all.filter((line) => line.light === asked.light);
  return { lines: fitting.slice(offset, offset + PER_PAGE), total: fitting.length };
}

type Selection = { search?: string; flow?: string; limit: number; offset: number };

async function select({ deps, staff, now }: Visit, tab: Tab, selection: Selection): Promise<{ lines: Line[]; total: number }> {
  if (tab === 'started') {
    const { cases, total } = await listStarted(deps.cases, staff, { now, ...selection });
    return { lines: cases, total };
  }
  const { tasks, total } = await listTasks(deps.cases, staff, tab, { now, ...selection });
  return { lines: tasks, total };
}

/** Every line of one tab that fits, however many. */
export async function everyLine(visit: Visit, tab: Tab, filter: Omit<Selection, 'limit' | 'offset'> = {}): Promise<Line[]> {
  const all: Line[] = [];
  for (;;) {
    const { lines, total } = await select(visit, tab, { ...filter, limit: CHUNK, offset: all.length });
    all.push(...lines);
    if (lines.length === 0 || all.length >= total) return all;
  }
}
