import { expect, it } from 'vitest';
import { checkFlow } from '../../src/flows/check-flows.ts';
import type { FlowDefinition, StepDefinition } from '../../src/flows/flow-definition.ts';
import { flowBook } from '../../src/flows/load-flows.ts';
import { known } from './known-names.ts';
import { simpleFlow } from './simple-flow.ts';

const part: FlowDefinition = { ...simpleFlow(), id: 'part', no: 901, name: '部分', subjectOptional: true };
const book = flowBook([{ definition: part, version: 'v' }]);
const parties = [
  { key: 'a', role: 'bureau-leader', decides: '表决' },
  { key: 'b', role: 'bureau-chief', decides: '表决' },
];

function kindsWith(step: Partial<StepDefinition>, rest: Partial<FlowDefinition> = {}): string[] {
  const made: StepDefinition = { key: 'more', name: '再一步', level: 'district', days: 0, onReject: 'return', ...step };
  const definition: FlowDefinition = { ...simpleFlow(), ...rest };
  const kinds = checkFlow({ ...definition, steps: [...definition.steps, made] }, known, book).map((finding) => finding.kind);
  return kinds.filter((kind) => kind !== 'few-examples');
}

const town = {
  key: 'towns',
  label: '镇街',
  type: 'multi',
  required: true,
  options: { a: '甲', b: '乙' },
  question: '哪些？',
  why: '逐个派',
} as const;

it.each<[string, string[], Partial<StepDefinition>, Partial<FlowDefinition>?]>([
  ['a vote of two', [], { parties, join: 'vote', quorum: 2, passShare: 0.5 }],
  ['a quorum of more than there are', ['quorum-beyond'], { parties, join: 'vote', quorum: 3 }],
  ['a quorum where nobody votes', ['no-vote'], { parties, join: 'all', quorum: 2 }],
  ['a veto where nobody votes', ['no-vote'], { parties: parties.map((one) => ({ ...one, veto: true as const })), join: 'any' }],
  ['a join of nobody', ['join-of-nobody'], { role: 'bureau-leader', join: 'any' }],
  ['a wait for so many days', [], { wait: { workdays: 2 } }],
  ['a wait for a field that is no day', ['no-such-day'], { wait: { until: 'applicant' } }],
  ['parts of another service', [], { subCases: { flow: 'part', slots: { applicant: 'applicant' }, waits: true } }],
  ['parts of a service that does not exist', ['unknown-flow'], { subCases: { flow: 'parts', waits: true } }],
  ['parts with a field that they do not have', ['unknown-field'], { subCases: { flow: 'part', slots: { who: 'applicant' }, waits: true } }],
  [
    'parts filled from a field that is not there',
    ['unknown-field'],
    { subCases: { flow: 'part', slots: { applicant: 'who' }, waits: true } },
  ],
  [
    'a part for each of several',
    [],
    { subCases: { flow: 'part', each: { field: 'towns', slot: 'applicant' }, waits: true } },
    { fields: [...simpleFlow().fields, town] },
  ],
  ['a part for each of one', ['not-several'], { subCases: { flow: 'part', each: { field: 'applicant', slot: 'applicant' }, waits: true } }],
  ['a part for each station', [], { subCases: { flow: 'part', each: { stations: 'village' }, waits: false } }],
])('%s is found to have %j', (_, kinds, step, rest) => {
  expect(kindsWith(step, rest)).toEqual(kinds);
});

it('a part for each station cannot be of a service that is about somebody', () => {
  const { subjectOptional: _, ...about } = part;
  const step: StepDefinition = {
    key: 'more',
    name: '派发',
    level: 'district',
    days: 0,
    onReject: 'return',
    subCases: { flow: 'part', each: { stations: 'town' }, waits: true },
  };
  const definition = { ...simpleFlow(), steps: [...simpleFlow().steps, step] };
  const kinds = checkFlow(definition, known, flowBook([{ definition: about, version: 'v' }])).map((finding) => finding.kind);
  expect(kinds).toContain('subject-needed');
});
