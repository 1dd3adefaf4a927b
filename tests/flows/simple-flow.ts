import type { FlowDefinition } from '../../src/flows/flow-definition.ts';

/** The least that a definition must have: one field, one step, one outcome. */
export function simpleFlow(): FlowDefinition {
  return {
    id: 'simple',
    no: 900,
    name: '简单事项',
    category: 'demo',
    scenario: 'demo',
    summary: '只有一步的事项',
    aliases: [],
    examples: [],
    audience: ['veteran'],
    submitBy: 'station',
    lead: 'vab',
    with: [],
    inform: [],
    industry: [],
    level: 'town',
    alsoAccept: [],
    limitDays: 5,
    limitKind: 'promised',
    dataBasis: 'statutory_duty',
    basis: [{ title: '示例', origin: 'illustrative' }],
    ceilings: [],
    materials: [],
    subjectField: 'applicant',
    fields: [{ key: 'applicant', label: '姓名', type: 'person', required: true, question: '谁？', why: '要知道是谁。' }],
    steps: [{ key: 'accept', name: '受理', level: 'town', days: 1, role: 'town-officer', decides: '受理', onReject: 'return' }],
    outcome: [{ kind: 'record', key: 'done', text: '办结', action: 'record-entry' }],
    notify: [],
    guide: { eligibility: '示例', deadline: '示例', where: '示例', overview: '示例' },
    origin: { item: 'illustrative', detail: 'illustrative' },
  };
}
