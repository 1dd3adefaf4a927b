import { expect, test } from 'vitest';
import { formAnswers } from '../../src/conversation/read-form.ts';
import { readMessage } from '../../src/conversation/read-message.ts';
import { createRulesUnderstander } from '../../src/understanding/rules-understander.ts';
import { flows, type Matter, matrixTalk } from '../dialogue/matrix/matrix-talk.ts';
import { demoDistrict } from '../understanding/district.ts';

/** The same things said otherwise: however they are put, in one message or in many, the form that is handed in is the same. */

const understander = createRulesUnderstander(await demoDistrict());
const speaker = { role: 'village-liaison', town: '姜山镇', village: '走马塘村' };
const zhang = { archiveNo: 'YZ-0000001', name: '张建国', town: '姜山镇', village: '走马塘村' };

const facts = {
  name: '张建国',
  idcard: '33029919520307001X',
  phone: '19900001234',
  town: '姜山镇',
  village: '走马塘村',
  key_category: 'war',
  emergency_name: '张小红',
  emergency_phone: '19900005678',
};

async function talk(lines: readonly string[]): Promise<Matter> {
  const matter = matrixTalk({ flows, people: [zhang], readAgain: [], facts });
  for (const text of lines) {
    const said = { text, now: matter.now(), speaker };
    const commands =
      (await formAnswers(understander, said, matter.state(), flows)) ?? (await readMessage(understander, said, matter.state(), flows));
    matter.hear(commands, text);
  }
  return matter;
}

interface Matters {
  name: string;
  /** Each list is one way of saying all of it; every way must end in the same form. */
  ways: readonly (readonly string[])[];
}

const openings = ['', '麻烦', '你好，', '帮我弄一下，', '在吗？'];
const closings = ['', '谢谢', '，辛苦了', '。'];

/** Every way with courtesies before the first line and after the last. */
function dressed({ ways }: Matters): string[][] {
  return ways.flatMap((way, index) => {
    const opening = openings[index % openings.length] ?? '';
    const closing = closings[index % closings.length] ?? '';
    return [[...way], way.map((line, at) => (at === 0 ? `${opening}${line}${way.length === 1 ? closing : ''}` : line))];
  });
}

const matters: readonly Matters[] = [
  {
    name: 'a post for somebody with difficulties',
    ways: [
      ['张建国申请公益性岗位，大龄，失业14个月'],
      ['张建国想申请公益性岗位，大龄的，失业十四个月了'],
      ['张建国申请公益性岗位', '大龄，失业14个月'],
      ['公益性岗位', '张建国', '大龄', '14个月'],
      ['申请公益性岗位，失业14个月，大龄，张建国'],
      ['张建国申请公益性岗位', '困难类型：大龄\n失业月数：14'],
      ['张建国申请公益性岗位，残疾，失业14个月', '困难类型改成大龄'],
      ['张建国申请公益性岗位，大龄，失业12个月', '失业月数不是12，是14'],
    ],
  },
  {
    name: 'the yearly confirmation',
    ways: [
      ['张建国2026年度确认，上门，本人健在'],
      ['给张建国做2026年的优抚年审，上门看的，本人健在'],
      ['年度确认', '张建国', '2026年，上门', '是的'],
      ['张建国年度确认，2026年', '上门', '健在'],
      ['张建国2026年度确认，视频，本人健在', '确认方式改成上门'],
    ],
  },
  {
    name: 'a training',
    ways: [
      ['给张建国报技能培训，学叉车，鄞州职业技术培训中心，培训费1200元', '卡号6222021234567890128'],
      ['张建国技能培训，学叉车，培训费一千二', '培训机构是鄞州职业技术培训中心', '6222021234567890128'],
      ['技能培训', '张建国', '培训工种：叉车\n培训机构：鄞州职业技术培训中心\n培训费：1200\n收款银行卡号：6222021234567890128'],
    ],
  },
  {
    name: 'a sanatorium stay',
    ways: [
      ['张建国疗养，4月那批，5天，2000元', '都符合'],
      ['给张建国报个疗养', '四月那批，五天，两千块', '都符合'],
      ['疗养报名', '张建国', '4月', '5天', '2000', '都是的'],
      ['帮张建国报疗养，四天，四月那批', '两千块', '不是4天，是5天', '都符合'],
      ['张建国疗养，5月那批，5天，2000元', '不是5月，是4月那批', '都符合'],
      ['张建国疗养，4月那批，5天，2000元，都符合'],
      ['张建国要疗养', '意向批次：4月\n疗养天数：5\n人均费用：2000', '没问题'],
    ],
  },
  {
    name: 'a plaque',
    ways: [
      ['张建国家光荣牌褪色了要换，姜山镇走马塘村6号'],
      ['给张建国换光荣牌，老化破损，地址姜山镇走马塘村6号'],
      ['光荣牌', '张建国', '姜山镇走马塘村6号，更换', '褪色了'],
      ['张建国光荣牌新挂，姜山镇走马塘村6号', '业务改成更换', '褪色了'],
    ],
  },
  {
    name: 'a loan',
    ways: [
      ['张建国申请军创贷，个人，鄞州银行，20万，两年，进货', '同意授权'],
      ['张建国想贷军创贷，个人名义，向鄞州银行，二十万，24个月，进货用', '同意'],
      ['军创贷', '张建国', '个人，鄞州银行，20万，两年', '进货', '授权'],
      ['张建国申请军创贷，个人，鄞州银行，30万，两年，进货', '额度不是30万，是20万', '同意授权'],
    ],
  },
];

test.each(matters.map((matter) => [matter.name, matter] as const))('%s ends in the same form however it is said', async (_, matter) => {
  const ends: Record<string, unknown>[] = [];
  for (const lines of dressed(matter)) {
    const { flow, slots } = (await talk(lines)).draft();
    ends.push({ lines, end: { flow, slots } });
  }
  const [first] = ends;
  for (const one of ends) expect(one, String(one['lines'])).toMatchObject({ end: first?.['end'] });
  expect(ends.length).toBeGreaterThanOrEqual(6);
});
