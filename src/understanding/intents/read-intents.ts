import { masked } from '../masked-text.ts';
import type { Said, Scene } from '../said.ts';
import { readBare } from './bare-intent.ts';
import { readDecide } from './decide-intent.ts';
import { readCountPeople, readShowStats } from './figure-intents.ts';
import { readFindPerson } from './find-person-intent.ts';
import { readGuide } from './guide-intent.ts';
import type { IntentReader, Reading } from './intent.ts';
import { readOperate } from './operate-intent.ts';
import { readRefused } from './refused-intent.ts';
import { readStartFlow } from './start-flow-intent.ts';
import { readListTasks, readShowCase, readTakeUp } from './task-intents.ts';
import { readListVisits, readRecordVisit, readVisitProgress } from './visit-intents.ts';

/** All wishes that are looked for; of two equally sure ones the earlier. */
const readers: readonly IntentReader[] = [
  readRefused,
  readTakeUp,
  readBare,
  readDecide,
  readOperate,
  readShowCase,
  readListTasks,
  readListVisits,
  readVisitProgress,
  readRecordVisit,
  readCountPeople,
  readShowStats,
  readGuide,
  readFindPerson,
  readStartFlow,
];

/** The wish that a reading is, as the examples of lexicon/wish-examples.ts name it. */
function wishOf({ commands }: Reading): string {
  const [command] = commands;
  if (!command) return '';
  const detail = ['which', 'decision', 'operation', 'topic', 'about'].map(
    (key) => Object.entries(command).find(([name]) => name === key)?.[1],
  );
  const [said] = detail.filter((value) => typeof value === 'string');
  return said === undefined ? command.type : `${command.type}:${said}`;
}

const SURE_ACT = 0.95;
const ARBITER = { near: 0.3, scale: 120, most: 0.1 };

/** Of readings that are nearly as sure the one whose wording is more like examples of its kind. */
function arbitrated(found: Reading[], said: Said, scene: Scene): Reading | null {
  const [best] = [...found].sort((a, b) => b.confidence - a.confidence);
  const act = found.find(
    ({ commands: [command], confidence }) => confidence >= SURE_ACT && (command?.type === 'decide' || command?.type === 'operate'),
  );
  // 张建国疗养的申请退回去: an act on a case that is named so plainly is no new case.
  if (!best || best.confidence >= 0.97) return best ?? null;
  if (act) return act;
  const near = found.filter(({ confidence }) => best.confidence - confidence <= ARBITER.near);
  if (near.length < 2) return best;
  const scores = scene.world.wishes.scores(masked(said));
  const top = Math.max(...near.map((one) => scores.get(wishOf(one)) ?? Number.NEGATIVE_INFINITY));
  const worth = (one: Reading): number => one.confidence - Math.min(ARBITER.most, (top - (scores.get(wishOf(one)) ?? top)) / ARBITER.scale);
  return near.reduce((one, other) => (worth(other) > worth(one) ? other : one));
}

/** The surest reading of a text; null when nothing reaches `atLeast`. */
export function surestReading(said: Said, scene: Scene, atLeast: number, among: readonly IntentReader[] = readers): Reading | null {
  const found: Reading[] = [];
  for (const read of among) {
    const one = read(said, scene);
    if (one && one.confidence >= Math.min(atLeast, 0.5)) found.push(one);
    if (one && one.confidence >= 0.97) break;
  }
  const surest = arbitrated(found, said, scene);
  return surest && surest.confidence >= atLeast ? surest : null;
}

/** What may be asked or done in the middle of a service without leaving it; a decision would be read as an answer there. */
export const digressions: readonly IntentReader[] = readers.filter(
  (read) => read !== readDecide && read !== readBare && read !== readRecordVisit,
);
