import type { BenchDistrict } from './bench-district.ts';
import { type Spread, series, spreadOf } from './sample.ts';

const sentences = [
  '查一下东柳街道张建国的档案',
  '陈阿婆的电话',
  '帮张建国报个疗养，明年4月那批，5天',
  '军人子女转学要什么材料',
  '姜山镇有多少参战老兵',
  '同意，情况属实',
  '退回，材料不齐，补一下户口本',
  '今天看了陈阿婆，身体挺好，想要个轮椅',
  '春节还有几户没走',
  '走访进度怎么样',
  '我还有哪些要审的',
  '李秀英的疗养到哪一步了',
  '我12月1日到5日请假，由王敏代理',
  '把0001转给王敏办',
  '今天天气怎么样',
  '不是5天，是4天',
];

/** The product's own reading of ordinary sentences, out of and inside a form. */
export async function benchUnderstand({ app }: BenchDistrict, rounds: number): Promise<Spread> {
  const understander = await app.understander();
  const contexts = [null, { flow: 'short-sanatorium', asking: 'days', slots: { applicant: '张建国', days: 5 } }];
  const read = (index: number) =>
    understander.understand({
      text: sentences[index % sentences.length] ?? '',
      now: app.clock.now(),
      speaker: { role: 'town-officer', town: '东柳街道' },
      context: contexts[Math.floor(index / sentences.length) % contexts.length] ?? null,
    });
  await series(sentences.length * 4, read);
  return spreadOf(await series(sentences.length * rounds, read));
}
