import { type CaseBrief, listStarted, listTasks, type TaskBrief } from '../cases/list-tasks.ts';
import type { CommandOf } from '../dialogue/command.ts';
import type { AnswerEvent } from '../dialogue/dialogue-event.ts';
import type { ServedCommand } from '../dialogue/wish.ts';
import { countPeople, FEWEST } from '../people/count-people.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { Speaking } from './conversation-deps.ts';
import { serveProgress, serveVisits } from './perform-visits.ts';
import { texts } from './texts.ts';

const SHOWN = 10;
const lights = { green: '🟢', yellow: '🟡', red: '🔴', overdue: '⛔' } as const;

/** Commands that are answered as they are. */
export async function performServe(speaking: Speaking, wish: { command: ServedCommand }): Promise<AnswerEvent> {
  const { command } = wish;
  switch (command.type) {
    case 'list-tasks':
      return serveTasks(speaking, command);
    case 'list-visits':
      return serveVisits(speaking, command);
    case 'visit-progress':
      return serveProgress(speaking, command);
    case 'count-people':
      return serveCount(speaking, command);
    case 'show-stats':
      return serveStats(speaking, command);
  }
}

async function serveTasks({ deps, staff, now }: Speaking, { which }: CommandOf<'list-tasks'>): Promise<AnswerEvent> {
  const page = { now, limit: SHOWN };
  const { lines, total } =
    which === 'started'
      ? await listStarted(deps.cases, staff, page).then(({ cases, total: all }) => ({ lines: cases.map(caseLine), total: all }))
      : await listTasks(deps.cases, staff, which, page).then(({ tasks, total: all }) => ({ lines: tasks.map(taskLine), total: all }));
  if (lines.length === 0) return { type: 'shown', markdown: texts.listEmpty[which], buttons: [] };
  const more = total > lines.length ? `\n\n${texts.listMore(lines.length, total)}` : '';
  const numbered = lines.map((line, index) => `${index + 1}. ${line}`).join('\n');
  return { type: 'shown', markdown: `**${texts.listTitle[which]}**（${total}）\n\n${numbered}${more}`, buttons: [] };
}

function taskLine(task: TaskBrief): string {
  const due = task.taskDueAt && !task.decidedAt ? `，${dayOf(task.taskDueAt)}前` : '';
  return `${lights[task.light]} ${task.no} ${task.flowName} · ${task.subjectName} · ${task.taskStepName}${due}`;
}

function caseLine(one: CaseBrief): string {
  return `${lights[one.light]} ${one.no} ${one.flowName} · ${one.subjectName}${one.stepName ? ` · ${one.stepName}` : ''}`;
}

async function serveCount({ deps, staff, now }: Speaking, { filter }: CommandOf<'count-people'>): Promise<AnswerEvent> {
  const result = await countPeople({ tx: deps.db.tx, now }, staff, filter);
  if (result.kind === 'count') return { type: 'shown', markdown: texts.count(result.count), buttons: [] };
  if (result.kind === 'few') return { type: 'shown', markdown: texts.countTooFew(FEWEST), buttons: [] };
  if (result.kind === 'outside') return { type: 'refused', sentence: texts.outsideArea };
  return { type: 'refused', sentence: result.why === 'role' ? texts.noRole : texts.notByThis };
}

/** Figures that other rooms can give already; the charts come with the console. */
async function serveStats(speaking: Speaking, { topic, town }: CommandOf<'show-stats'>): Promise<AnswerEvent> {
  if (topic === 'visits') return serveProgress(speaking, { type: 'visit-progress', ...(town ? { town } : {}) });
  if (topic === 'people') return serveCount(speaking, { type: 'count-people', filter: town ? { town } : {} });
  return { type: 'refused', sentence: texts.notReady };
}
