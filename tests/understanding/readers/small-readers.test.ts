import { describe, expect, test } from 'vitest';
import { readAddresses } from '../../../src/understanding/readers/address-reader.ts';
import { readCaseNumbers } from '../../../src/understanding/readers/case-number-reader.ts';
import { readFestivals } from '../../../src/understanding/readers/festival-reader.ts';
import { readObservation } from '../../../src/understanding/readers/observation-reader.ts';
import { createPlaceReader } from '../../../src/understanding/readers/place-reader.ts';
import { readSchools } from '../../../src/understanding/readers/school-reader.ts';
import { readTimes } from '../../../src/understanding/readers/time-reader.ts';
import { readYesNo } from '../../../src/understanding/readers/yes-no-reader.ts';
import { demoDistrict } from '../district.ts';

const { places } = await demoDistrict();
const reader = createPlaceReader(places);
const own = { town: '姜山镇', village: '走马塘村' };

describe('places', () => {
  test.each([
    ['东柳的老兵', ['东柳街道']],
    ['姜山镇走马塘村', ['姜山镇', '走马塘村']],
    ['我们镇多少人', ['姜山镇']],
    ['我们村的烈属', ['走马塘村']],
    ['甲村有几户', ['甲村村']],
    ['钟公庙那边', ['钟公庙街道']],
  ])('%s', (text, names) => {
    expect(reader.read(text, own).map((place) => place.name)).toEqual(names);
  });

  test.each(['张福明的档案', '转到姜山小学', '新城建设'])('there is none in %s', (text) => {
    expect(reader.read(text, own)).toEqual([]);
  });

  test('a whole answer becomes the official name', () => {
    expect(reader.parse('town', '是东柳的')).toBe('东柳街道');
    expect(reader.parse('village', '安居社区')).toBe('安居社区');
    expect(reader.parse('town', '不知道')).toBeNull();
  });
});

describe('yes and no', () => {
  test.each(['是', '是的', '对对对', '嗯嗯', '好的呀', '没错', '可以', 'OK', '👌', '能的', '没问题！', '确认', '行'])(
    '%s is yes',
    (text) => {
      expect(readYesNo(text)).toBe(true);
    },
  );

  test.each(['不是', '不对', '不用了', '没有', '不行', '不要', '否', '还没', '不同意', 'no'])('%s is no', (text) => {
    expect(readYesNo(text)).toBe(false);
  });

  test.each(['张建国', '5天', '不是5天是4天', '为什么', '😀'])('%s is neither', (text) => {
    expect(readYesNo(text)).toBeNull();
  });
});

test('what was seen on a visit is told from what is wished', () => {
  expect(readObservation('身体挺好，想要个轮椅和助听器')).toEqual({ note: '身体挺好', needs: ['轮椅', '助听器'] });
  expect(readObservation('没什么需要')).toEqual({ note: '没什么需要', needs: [] });
  expect(readObservation('屋顶坏了要修')).toEqual({ needs: ['屋顶坏了要修'] });
});

test.each([
  ['八一走访', ['army_day']],
  ['过年还有几户', ['spring_festival']],
  ['八月半', ['mid_autumn']],
  ['十一月', []],
  ['八一路12号', []],
])('festivals in %s', (text, ids) => {
  expect(readFestivals(text).map((match) => match.payload)).toEqual(ids);
});

test.each([
  ['下午三点半', '15:30'],
  ['9:05', '09:05'],
  ['晚上八点', '20:00'],
  ['三点', '15:00'],
  ['中午12点', '12:00'],
])('%s is %s', (text, time) => {
  expect(readTimes(text)[0]?.time).toBe(time);
});

test('half a day without a clock time', () => {
  expect(readTimes('周五下午')).toMatchObject([{ time: null, half: '下午' }]);
});

test.each([
  ['想转到姜山镇中心小学', ['姜山镇中心小学']],
  ['第一志愿东柳小学，第二志愿鄞州实验小学', ['东柳小学', '鄞州实验小学']],
  ['上小学', []],
])('schools in %s', (text, names) => {
  expect(readSchools(text).map((school) => school.name)).toEqual(names);
});

test('an address is kept as said', () => {
  expect(readAddresses('房子在首南街道学府路128号3幢502室')[0]?.text).toBe('首南街道学府路128号3幢502室');
});

test.each([
  ['yz20261120-0007到哪了', ['YZ20261120-0007']],
  ['YZ 20261120 0007', ['YZ20261120-0007']],
  ['20261120-0007', ['20261120-0007']],
  ['13957841234', []],
])('case numbers in %s', (text, numbers) => {
  expect(readCaseNumbers(text).map((one) => one.no)).toEqual(numbers);
});
