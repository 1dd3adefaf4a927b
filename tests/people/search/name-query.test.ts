import { describe, expect, it } from 'vitest';
import { readName } from '../../../src/people/name-reading.ts';
import { readNameQuery } from '../../../src/people/search/name-query.ts';

describe('a name as it sounds', () => {
  it.each([
    ['张建国', 'zhangjianguo', 'zjg'],
    ['单雄信', 'shanxiongxin', 'sxx'],
    ['曾国藩', 'zengguofan', 'zgf'],
    ['仇英', 'qiuying', 'qy'],
    ['解缙', 'xiejin', 'xj'],
    ['区大相', 'oudaxiang', 'odx'],
    ['查良镛', 'zhaliangyong', 'zly'],
    ['任大华', 'rendahua', 'rdh'],
    ['尉迟恭', 'yuchigong', 'ycg'],
    ['万俟卨', 'moqixie', 'mqx'],
    ['欧阳小兵', 'ouyangxiaobing', 'oyxb'],
    ['吕布', 'lvbu', 'lb'],
    ['阿依古丽·买买提', 'ayigulimaimaiti', 'ayglmmt'],
    ['𠮷田', '𠮷tian', '𠮷t'],
    ['Anna', 'anna', 'anna'],
  ])('%s is read %s, %s', (name, pinyin, initials) => {
    expect(readName(name)).toEqual({ pinyin, initials });
  });
});

describe('a name as it is said', () => {
  it.each([
    ['张建国', { kind: 'full', name: '张建国' }],
    [' 张 建国 ', { kind: 'full', name: '张建国' }],
    ['欧阳小兵', { kind: 'full', name: '欧阳小兵' }],
    ['王阿法师傅', { kind: 'full', name: '王阿法' }],
    ['王小伯', { kind: 'full', name: '王小伯' }],
    ['张老', { kind: 'surname', surname: '张' }],
    ['老王', { kind: 'surname', surname: '王' }],
    ['小李', { kind: 'surname', surname: '李' }],
    ['屠师傅', { kind: 'surname', surname: '屠' }],
    ['欧阳师傅', { kind: 'surname', surname: '欧阳' }],
    ['陈阿婆', { kind: 'surname', surname: '陈' }],
    ['陈老阿婆', { kind: 'surname', surname: '陈' }],
    ['老王师傅', { kind: 'surname', surname: '王' }],
    ['建国', { kind: 'ending', ending: '建国' }],
    ['阿强', { kind: 'ending', ending: '强' }],
    ['建国大哥', { kind: 'ending', ending: '建国' }],
    ['王', { kind: 'surname', surname: '王' }],
    ['阿婆', { kind: 'title' }],
    ['爷叔', { kind: 'title' }],
    ['zhang jianguo', { kind: 'letters', letters: 'zhangjianguo' }],
    ['ZJG', { kind: 'letters', letters: 'zjg' }],
    ['张jg', { kind: 'mixed', start: '张', letters: 'jg' }],
  ])('%s asks for %o', (said, match) => {
    expect(readNameQuery(said).match).toEqual(match);
  });

  it.each([
    ['陈阿婆', '女', 60, 'older'],
    ['张伯伯', '男', 50, 'older'],
    ['李阿姨', '女', 40, 'older'],
    ['王先生', '男', null, null],
    ['屠师傅', null, null, null],
    ['老王', null, null, 'older'],
    ['小李', null, null, 'younger'],
    ['老陈阿婆', '女', 60, 'older'],
    ['张建国', null, null, null],
  ])('%s tells sex %s, age %s, %s first', (said, sex, minAge, prefers) => {
    expect(readNameQuery(said)).toMatchObject({ sex, minAge, prefers });
  });
});
