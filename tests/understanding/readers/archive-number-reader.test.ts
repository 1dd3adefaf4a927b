import { describe, expect, test } from 'vitest';
import { readArchiveNumbers } from '../../../src/understanding/readers/archive-number-reader.ts';
import { createRulesUnderstander } from '../../../src/understanding/rules-understander.ts';
import { demoDistrict, utterance } from '../district.ts';

describe('numbers of files', () => {
  test.each([
    ['看看YZ-0027810', ['YZ-0027810']],
    ['yz0027810的档案', ['YZ-0027810']],
    ['给YZ - 0027810报名', ['YZ-0027810']],
    ['档案号：0027810', ['YZ-0027810']],
    ['档案编号是YZ-0027810', ['YZ-0027810']],
    ['YZ-0027810和YZ-0000001', ['YZ-0027810', 'YZ-0000001']],
  ])('%s', (text, names) => {
    expect(readArchiveNumbers(text).map((one) => one.name)).toEqual(names);
  });

  test.each(['YZ20261123-0001办好没', 'XYZ-0027810', 'YZ-002781', 'YZ-00278101', '0027810', '补助27810元'])(
    'there is none in %s',
    (text) => {
      expect(readArchiveNumbers(text)).toEqual([]);
    },
  );
});

const understander = createRulesUnderstander(await demoDistrict());

describe('whoever is named by the number of their file', () => {
  test.each([
    ['看看YZ-0027810', [{ type: 'find-person', by: { name: 'YZ-0027810' } }]],
    ['YZ-0027810', [{ type: 'find-person', by: { name: 'YZ-0027810' } }]],
    ['查YZ-0027810的待遇', [{ type: 'find-person', by: { name: 'YZ-0027810' }, show: ['benefits'] }]],
    [
      '给YZ-0027810报个疗养',
      [
        { type: 'start-flow', flow: 'short-sanatorium' },
        { type: 'set-slot', slot: 'applicant', value: 'YZ-0027810' },
      ],
    ],
    ['今天走访了YZ-0027810，身体挺好', [{ type: 'record-visit', person: 'YZ-0027810', date: '2026-11-26', note: '身体挺好' }]],
  ])('%s', async (text, commands) => {
    expect(await understander.understand({ ...utterance(text), now: new Date('2026-11-26T09:00:00+08:00') })).toEqual(commands);
  });
});
