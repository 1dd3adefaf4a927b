import { expect, test } from 'vitest';
import { readMessage } from '../../src/conversation/read-message.ts';
import { type DialogueState, newDialogue } from '../../src/dialogue/dialogue-state.ts';
import { createPlaceBook } from '../../src/organisation/place-book.ts';
import { rulesUnderstander } from '../../src/serving/understander-of.ts';
import { flows } from '../cases/district.ts';
import { rehearse, set, start, zhang, zhangOther } from '../dialogue/rehearsal.ts';

const understander = rulesUnderstander(flows, createPlaceBook([{ town: '姜山镇', village: '走马塘村' }]));
const said = (text: string) => ({
  text,
  now: new Date('2027-03-01T09:00:00+08:00'),
  speaker: { role: 'village-liaison', town: '姜山镇', village: '走马塘村' },
});
const read = (text: string, state: DialogueState) => readMessage(understander, said(text), state, flows);

test('Several facts asked for at once are read out of a bare list of answers', async () => {
  const talk = rehearse();
  talk.hear([start(), set('applicant', '张建国')]);
  expect(await read('4月那批，5天，2000块', talk.state())).toEqual([
    { type: 'set-slot', slot: 'batch', value: '4月那批' },
    { type: 'set-slot', slot: 'days', value: 5 },
    { type: 'set-slot', slot: 'cost', value: 2000 },
  ]);
});

test('Facts said while a person is being chosen are read as facts', async () => {
  const talk = rehearse({ people: [zhang, zhangOther] });
  talk.hear([start(), set('applicant', '张建国')]);
  expect(await read('第二个', talk.state())).toEqual([{ type: 'set-slot', slot: 'choice', value: 2 }]);
  expect(await read('住5天，费用2000元', talk.state())).toContainEqual({ type: 'set-slot', slot: 'days', value: 5 });
});

test('Other business in the middle of a form is read as such', async () => {
  const talk = rehearse();
  talk.hear([start(), set('applicant', '张建国')]);
  expect(await read('今天看了陈阿英，身体挺好', talk.state())).toMatchObject([{ type: 'record-visit', person: '陈阿英' }]);
});

test('What nothing can read stays so', async () => {
  expect(await read('今天天气怎么样', newDialogue())).toEqual([{ type: 'cannot-handle' }]);
});
