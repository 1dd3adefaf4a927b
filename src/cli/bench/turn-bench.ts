import type { App } from '../../app.ts';
import { type BenchCase, BOOKER } from './bench-cast.ts';
import { type BenchLine, openBenchLine } from './bench-line.ts';
import { approve, askAround, book, lookUp, visit } from './bench-talk.ts';
import { loopPerSecond } from './loop-bench.ts';
import { type Bare, quantilesOf, rounded, type Spread, series, spreadOf, timed } from './sample.ts';
import type { StatementTape } from './statement-tape.ts';

export interface TurnFigures {
  /** `perSecond`: several people at once; the two limits: the same statements bare, and a bot that only answers. */
  turn: Spread & { perSecond: number; limitPerSecond: number; loopPerSecond: number; statements: number };
  ack: Spread & Bare;
}

/** Rounds that are not measured: the first messages load what later ones find loaded. */
const WARM_UP = 2;
const REPLAYS = 5;
const STORED = 100;
/** As many people at once as one town's office has. */
const AT_ONCE = 5;
const BATCH_MONTHS = [4, 5, 6, 9, 10, 11];

/**
 * Turns through the local gateway and the real SDK: each round of the talk of a section officer, a town officer and a liaison goes from a
 * look at a file over a whole booking and its first approval to a visit. Uses up `rounds` + 3 of the cast.
 */
export async function benchTurns(app: App, tape: StatementTape, cast: BenchCase[], rounds: number): Promise<TurnFigures> {
  const line = await openBenchLine(app);
  try {
    let round = 0;
    const talk = () => talkRound(line, taken(cast), round++);
    await series(WARM_UP, talk);
    line.acks.length = 0;
    line.turns.length = 0;
    await series(rounds, talk);
    const [turns, acks] = [[...line.turns], [...line.acks]];
    await tape.record(talk);
    const statements = tape.count() / (line.turns.length - turns.length);
    const stored = tape.only(/INSERT INTO inbound_message/).slice(0, 1);
    // In a conversation of nobody's: what is stored here is never answered.
    const bareStores = await series(STORED, () => tape.replay(app.db, { 'dingtalk:with:': 'bench:with:' }, stored));
    return {
      turn: {
        ...spreadOf(turns),
        ...(await benchTogether(app, line, tape, cast.slice(0, AT_ONCE), rounds)),
        loopPerSecond: await loopPerSecond(app, AT_ONCE),
        statements: rounded(statements, 1),
      },
      ack: { ...spreadOf(acks), limit: quantilesOf(bareStores) },
    };
  } finally {
    await line.close();
  }
}

async function talkRound(line: BenchLine, person: BenchCase, round: number): Promise<void> {
  const as = (userId: string) => (text: string) => line.say(userId, text);
  await lookUp(as(person.townOfficer), person);
  const caseNo = await book(as(`u-${BOOKER}`), person, BATCH_MONTHS[round % BATCH_MONTHS.length] ?? 5);
  if (caseNo !== null) await approve(as(person.townOfficer), caseNo);
  await visit(as(person.liaison), person);
  await askAround(as(person.townOfficer));
}

/** Several people talk at once, each going on as soon as they are answered; the limit is the statements of the same talk, bare. */
async function benchTogether(app: App, line: BenchLine, tape: StatementTape, cast: readonly BenchCase[], rounds: number) {
  const officers = new Set(cast.flatMap(({ townOfficer, liaison }) => [townOfficer, liaison]));
  const speakers = [`u-${BOOKER}`, ...officers].slice(0, AT_ONCE);
  const talk = async (index: number, how: 'alone' | 'among-others') => {
    const say = (text: string) => line.say(speakers[index % speakers.length] ?? '', text, how);
    const person = cast[index % cast.length];
    await askAround(say);
    if (person) await lookUp(say, person);
  };
  line.turns.length = 0;
  const spent = await timed(() => Promise.all(speakers.map((_, index) => series(rounds, () => talk(index, 'among-others')))));
  const turns = line.turns.length;
  await tape.record(() => series(speakers.length, (index) => talk(index, 'alone')));
  const recorded = line.turns.length - turns;
  const bare = await timed(() => series(REPLAYS, () => tape.replay(app.db)));
  return { perSecond: rounded((turns * 1000) / spent, 1), limitPerSecond: rounded((recorded * REPLAYS * 1000) / bare, 1) };
}

function taken(cast: BenchCase[]): BenchCase {
  const person = cast.shift();
  if (!person) throw new Error('too few people may go to a sanatorium');
  return person;
}
