import { describe, expect, test } from 'vitest';
import { parseName, readPersons, readPossibleNames } from '../../../src/understanding/readers/person-reader.ts';
import { prepareWorld } from '../../../src/understanding/world.ts';
import { demoDistrict } from '../district.ts';

const { nameless } = prepareWorld(await demoDistrict());

function namesIn(text: string): string[] {
  return readPersons(text, nameless).map((person) => person.name);
}

describe('names', () => {
  test.each([
    ['查一下张建国的档案', ['张建国']],
    ['陈阿婆想要个轮椅', ['陈阿婆']],
    ['王阿法师傅报疗养', ['王阿法']],
    ['转给俞科长', ['俞科长']],
    ['李梅家小孩转学', ['李梅']],
    ['烈士濮金宝，儿子濮新民来办', ['濮金宝', '濮新民']],
    ['欧阳振华的电话', ['欧阳振华']],
    ['优抚科李强处理', ['李强']],
    ['由王敏代理', ['王敏']],
    ['老王的联系方式', ['老王']],
    ['看望孙国庆', ['孙国庆']],
    ['朱福明疗养', ['朱福明']],
    ['给龚建设报名', ['龚建设']],
  ])('%s', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  test.each([
    '今天走访了几户',
    '全区有多少参战老兵',
    '金额多少',
    '应该是第三批',
    '高血压和糖尿病',
    '短期疗养要什么条件',
    '安排工作',
    '石桥村的名单',
  ])('there is none in %s', (text) => {
    expect(namesIn(text)).toEqual([]);
  });

  test('a whole answer is trusted, its title left off', () => {
    expect(parseName('是张建国')).toBe('张建国');
    expect(parseName('王阿法师傅')).toBe('王阿法');
    expect(parseName('陈阿婆')).toBe('陈阿婆');
    expect(parseName('13957841234')).toBeNull();
  });

  test('what could be a name is found for hiding even where it is not sure', () => {
    const text = '帮忙问问那谁章起凡啊';
    const spans = readPossibleNames(text, nameless);
    expect(spans.some((span) => text.slice(span.start, span.end).includes('章起'))).toBe(true);
  });
});
