import { describe, expect, it } from 'vitest';
import { createPlaceBook } from '../../../src/organisation/place-book.ts';
import type { PersonQuery } from '../../../src/people/search/person-query.ts';
import { readSearchText } from '../../../src/people/search/search-text.ts';

const book = createPlaceBook([
  { town: '东柳街道', village: '东柳社区' },
  { town: '东柳街道', village: '中兴社区' },
  { town: '姜山镇', village: '甲村村' },
  { town: '姜山镇', village: '建国村' },
  { town: '姜山镇', village: '新建村' },
  { town: '姜山镇', village: '姜山头村' },
  { town: '云龙镇', village: '新建社区' },
  { town: '钟公庙街道', village: '金家漕社区' },
]);

const dongliu = { town: '东柳街道', village: '东柳社区' };

describe('what is typed to find somebody', () => {
  it.each<[string, PersonQuery]>([
    ['张建国', { name: '张建国' }],
    ['张 建国', { name: '张建国' }],
    ['找一下张建国', { name: '张建国' }],
    ['查张建国的档案', { name: '张建国' }],
    ['查良镛', { name: '查良镛' }],
    ['查查良镛', { name: '良镛' }],
    ['YZ-0012345', { archiveNo: 'YZ-0012345' }],
    ['yz-0012345的档案', { archiveNo: 'YZ-0012345' }],
    ['330299194801010010', { idcard: '330299194801010010' }],
    ['33029919480101001x', { idcard: '33029919480101001X' }],
    ['330299 1948 0101 0010', { idcard: '330299194801010010' }],
    ['身份证330299194801010010', { idcard: '330299194801010010' }],
    ['３３０２９９１９４８０１０１００１０', { idcard: '330299194801010010' }],
    ['330299480101001', { idcard: '330299194801010012' }],
    ['138 0000 1234', { phone: '13800001234' }],
    ['手机138-0000-1234的', { phone: '13800001234' }],
    ['尾号1234', { tail: '1234' }],
    ['1234结尾的老王', { tail: '1234', name: '老王' }],
    ['身份证尾号001X的', { idcardTail: '001X' }],
    ['手机尾号1234的张建国', { phoneTail: '1234', name: '张建国' }],
    ['电话后四位是1234', { phoneTail: '1234' }],
    ['张建国1234', { name: '张建国', tail: '1234' }],
    ['张建国 012x', { name: '张建国', idcardTail: '012X' }],
    ['张建国 1948', { name: '张建国', birthYear: 1948 }],
    ['48年的张建国', { name: '张建国', birthYear: 1948 }],
    ['1948年出生的张建国', { name: '张建国', birthYear: 1948 }],
    ['四八年生的张建国', { name: '张建国', birthYear: 1948 }],
    ['03年的小李', { name: '小李', birthYear: 2003 }],
    ['1948-03-05生 张建国', { name: '张建国', birthYear: 1948 }],
    ['78岁的张建国', { name: '张建国', age: 78 }],
    ['八十二岁的陈阿婆', { name: '陈阿婆', age: 82 }],
    ['东柳社区张建国', { name: '张建国', ...dongliu }],
    ['张建国，东柳社区', { name: '张建国', ...dongliu }],
    ['张建国东柳社区的', { name: '张建国', ...dongliu }],
    ['东柳街道东柳社区的张建国', { name: '张建国', ...dongliu }],
    ['住在中兴社区的老王', { name: '老王', town: '东柳街道', village: '中兴社区' }],
    ['姜山张建国', { name: '张建国', town: '姜山镇' }],
    ['姜山那边的张建国', { name: '张建国', town: '姜山镇' }],
    ['钟公庙那边有个老王', { name: '老王', town: '钟公庙街道' }],
    ['建国华', { name: '建国华' }],
    ['张建国村', { name: '张建国村' }],
    ['建国村王强', { name: '王强', town: '姜山镇', village: '建国村' }],
    ['新建村', { town: '姜山镇', village: '新建村' }],
    [
      '新建 王强',
      {
        name: '王强',
        places: [
          { town: '姜山镇', village: '新建村' },
          { town: '云龙镇', village: '新建社区' },
        ],
      },
    ],
    ['云龙新建王强', { name: '王强', town: '云龙镇', village: '新建社区' }],
    ['新建王强 云龙', { name: '王强', town: '云龙镇', village: '新建社区' }],
    ['残疾军人王强', { name: '王强', category: 'disabled' }],
    ['姜山烈属老王', { name: '老王', town: '姜山镇', category: 'martyr' }],
    ['姜山参战老兵', { town: '姜山镇', category: 'war' }],
    ['姓陈的阿婆', { name: '陈阿婆' }],
    ['姓欧阳的', { name: '欧阳' }],
    ['姜山 姓王 男的', { name: '王', town: '姜山镇', sex: '男' }],
    ['zjg 1948', { name: 'zjg', birthYear: 1948 }],
    ['zhang jian guo', { name: 'zhangjianguo' }],
    ['zhang建国 姜山', { name: 'zhang建国', town: '姜山镇' }],
    ['叫王强的', { name: '王强' }],
    ['那个老兵王强', { name: '王强' }],
    ['', {}],
    ['？', { name: '?' }],
  ])('%s', (text, expected) => {
    expect(readSearchText(text, book)).toEqual(expected);
  });

  it('loses nothing of a text that is no name', () => {
    expect(readSearchText("Robert'); DROP TABLE person;--", book).name).toContain('DROP');
    expect(readSearchText('阿依古丽·买买提', book)).toEqual({ name: '阿依古丽·买买提' });
    expect(readSearchText('𠮷田', book)).toEqual({ name: '𠮷田' });
  });
});
