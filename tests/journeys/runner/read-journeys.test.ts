import { expect, test } from 'vitest';
import { readFile } from './read-journeys.ts';

/** What writers are told when a conversation is not written as it should be. */

const faults = (text: string) => readFile('whole/new.yaml', text).filter((one) => typeof one === 'string');
const line = (rest: string) => `- 名称: 新的\n  对话:\n    - 王芳: 查一下何德明\n      ${rest}\n`;

test('a conversation as it should be has no fault, and says where it stands', () => {
  const [journey] = readFile('whole/new.yaml', line('状态: 空闲'));
  expect(journey).toMatchObject({
    name: '新的',
    pattern: 'whole',
    file: 'whole/new.yaml',
    lines: [{ who: '王芳', says: '查一下何德明', at: 1 }],
  });
});

test('a number that is typed to choose is taken as it is typed', () => {
  const [journey] = readFile('whole/new.yaml', '- 名称: 选\n  对话:\n    - 王芳: 2\n      状态: 空闲\n');
  expect(journey).toMatchObject({ lines: [{ says: '2' }] });
});

test.each([
  ['not YAML', '- 名称: 一\n  对话:\n   - 王芳: 二\n     - 三', '不是写得对的 YAML'],
  ['not a list', '名称: 一', '一个文件是一串对话'],
  ['without a name', '- 对话:\n    - 王芳: 二\n      状态: 空闲', '没有“名称”'],
  ['without a line', '- 名称: 一', '没有“对话”'],
  ['with a strange part', '- 名称: 一\n  备注: 二\n  对话:\n    - 王芳: 三\n      状态: 空闲', '不认识“备注”'],
  ['with a speaker who is nobody', line('状态: 空闲').replace('王芳', '王二小'), '不认识“王二小”'],
  ['with two speakers', line('李强: 好'), '要有而且只有一位同事说话'],
  ['with a strange check', line('会说: 好'), '不认识“会说”'],
  ['with a state that is none', line('状态: 忙'), '只能是 空闲、在填、等确认、等选择、等理由、人工'],
  ['with a strange part of a case', line('办件: { 种类: 疗养 }'), '不认识 种类'],
  ['with a number where words belong', line('草稿: 一件'), '“草稿”写得不对'],
  ['that looks at words alone', line('回: [何德明]'), '还要看听懂了什么'],
])('a conversation %s is refused with a sentence for its writer', (_, text, sentence) => {
  expect(faults(text).join('\n')).toContain(sentence);
});
