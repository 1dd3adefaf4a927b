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

/** The surest reading of a text; null when nothing reaches `atLeast`. */
export function surestReading(said: Said, scene: Scene, atLeast: number, among: readonly IntentReader[] = readers): Reading | null {
  let best: Reading | null = null;
  for (const read of among) {
    const found = read(said, scene);
    if (found && found.confidence >= atLeast && found.confidence > (best?.confidence ?? 0)) best = found;
    if (best && best.confidence >= 0.97) break;
  }
  return best;
}

/** What may be asked or done in the middle of a service without leaving it; a decision would be read as an answer there. */
export const digressions: readonly IntentReader[] = readers.filter(
  (read) => read !== readDecide && read !== readBare && read !== readRecordVisit,
);
