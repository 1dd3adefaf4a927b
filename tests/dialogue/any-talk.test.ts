import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareCommandTypes, type Command, commandSchema, type SlotValue } from '../../src/dialogue/command.ts';
import { understandingContext } from '../../src/dialogue/understanding-context.ts';
import { checkSlots } from '../../src/flows/applicable-fields.ts';
import { flows, rehearse, zhang, zhangOther } from './rehearsal.ts';

/** Whatever is said in whatever order: every turn ends, is answered, and nothing unchecked is submitted or shown in clear. */

const keys = [...new Set(flows.list().flatMap((flow) => flow.definition.fields.map((field) => field.key)))];
const optionKeys = flows.list().flatMap((flow) => flow.definition.fields.flatMap((field) => Object.keys(field.options ?? {})));

const value: fc.Arbitrary<SlotValue> = fc.oneof(
  fc.constantFrom(
    '张建国',
    '李秀英',
    '王小明',
    '4月',
    '姜山镇',
    '东柳街道',
    '33029919520307001X',
    '19900001234',
    '2016-03-07',
    '姜山镇中心小学',
  ),
  fc.constantFrom(...optionKeys),
  fc.integer({ min: -1, max: 3000 }),
  fc.boolean(),
  fc.constant(null),
  fc.constant<SlotValue>(['file-1']),
  fc.constant<SlotValue>({ from: '2027-04-01', to: '2027-04-05' }),
);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...bareCommandTypes).map((type): Command => ({ type })) },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom('choice', ...keys), value).map(([slot, one]): Command => ({ type: 'set-slot', slot, value: one })),
  },
  fc.constantFrom('short-sanatorium', 'school-transfer', 'nothing').map((flow): Command => ({ type: 'start-flow', flow })),
  fc.constantFrom('张建国', '李秀英', '无此人').map((name): Command => ({ type: 'find-person', by: { name } })),
  fc.constantFrom('approve', 'return', 'reject').map((decision): Command => ({ type: 'decide', decision: decision as 'approve' })),
  fc.constantFrom<Command>(
    { type: 'list-tasks', which: 'todo' },
    { type: 'ask-guide', about: 'materials' },
    { type: 'show-case', by: {} },
    { type: 'operate', operation: 'urge' },
    { type: 'operate', operation: 'terminate', case: '0001' },
    { type: 'record-visit', person: '张建国', note: '都好' },
    { type: 'set-slot', slot: 'applicant_idcard', value: null, invalid: '330299195203070011' },
  ),
);

const text = fc.constantFrom(
  '2',
  '选1',
  '都符合',
  '走马塘那个',
  '不是4月，是5月',
  '同意',
  '到哪一步了',
  '少一张病历',
  '**粗体** [链接](http://x)',
  '',
);
const message = fc.record({ commands: fc.array(command, { minLength: 1, maxLength: 4 }), text });

test('Every turn ends with an answer, and its state is one that can be saved and read again', () => {
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 12 }), (messages) => {
      const todo = [{ caseNo: 'YZ20270301-0001', label: '短期疗养 张建国', step: 'accept' }];
      const talk = rehearse({ people: [zhang, zhangOther], todo });
      for (const { commands, text: words } of messages) {
        const said = talk.hear(
          commands.filter((one) => commandSchema.safeParse(one).success),
          words,
        );
        expect(said.trim()).not.toBe('');
        expect(said).not.toContain('33029919520307001X');
        expect(said).not.toContain('330299195203070011');
        expect(talk.state().waiting).toBeNull();
        understandingContext(talk.state(), flows);
      }
      for (const { submission } of talk.wished('submit-case')) {
        const definition = flows.get(submission.flow)?.definition;
        expect(definition && checkSlots(definition, submission.slots, { today: '2027-03-01' }).ok).toBe(true);
        expect(submission.subject.archiveNo).toMatch(/^YZ-/);
      }
      for (const wish of talk.wished('decide')) if (wish.decision !== 'approve') expect(wish.opinion).toBeTruthy();
    }),
    { numRuns: 400, seed: 20261123 },
  );
});
