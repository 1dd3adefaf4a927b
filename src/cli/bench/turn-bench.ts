import type { BenchDistrict } from './bench-district.ts';
import { loopPerSecond } from './loop-bench.ts';
import { perSecond, rounded, type Spread, series, spreadOf } from './sample.ts';
import type { StatementTape } from './statement-tape.ts';

/** A round of ordinary talk: looking up, a whole booking with a correction and its cancelling, lists, guides, figures, greetings. */
const talk = [
  '查一下张建国的档案',
  '1',
  '陈阿婆的电话',
  '算了',
  '给{person}报个疗养，明年5月那批，4天',
  '费用两千',
  '不是4天，是5天',
  '是的',
  '先放着，不办了',
  '我的待办',
  '疗养要什么材料',
  '走访进度怎么样',
  '姜山镇有多少参战老兵',
  '你好',
] as const;

const speakers = ['u-T330212012C', 'u-T330212012D', 'u-T330212110C', 'u-DPENSION01', 'u-DCENTER01'];

export interface TurnFigures {
  turn: Spread & { perSecond: number; limitPerSecond: number; loopPerSecond: number; statements: number };
  ack: Spread;
}

/**
 * Turns through the local gateway and the real SDK. The limits: the statements of the same turns sent bare through the driver, and an empty
 * loop (a bot that answers at once) through the same kind of gateway.
 */
export async function benchTurns(district: BenchDistrict, tape: StatementTape, person: string, rounds: number): Promise<TurnFigures> {
  const say = (speaker: number, index: number) =>
    district.say(speakers[speaker % speakers.length] ?? '', (talk[index % talk.length] ?? '').replace('{person}', person));
  await series(talk.length * 2, (index) => say(0, index));
  district.acks.length = 0;
  district.turns.length = 0;
  for (let round = 0; round < rounds; round += 1) await series(talk.length, (index) => say(round, index));
  const [turns, acks] = [[...district.turns], [...district.acks]];

  const together = performance.now();
  await Promise.all(speakers.map((_, speaker) => series(talk.length * 2, (index) => say(speaker, index))));
  const spent = performance.now() - together;

  await tape.record(() => series(talk.length, (index) => say(0, index)));
  const statements = tape.statements().length / talk.length;
  const bare = await series(10, () => tape.replay(district.app.db));
  return {
    turn: {
      ...spreadOf(turns),
      perSecond: rounded((speakers.length * talk.length * 2 * 1000) / spent, 1),
      limitPerSecond: rounded(perSecond(bare) * talk.length, 1),
      loopPerSecond: await loopPerSecond(district.app),
      statements: rounded(statements, 1),
    },
    ack: spreadOf(acks),
  };
}
