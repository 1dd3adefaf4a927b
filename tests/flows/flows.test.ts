import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { applicableFields, checkSlots, inapplicableSlots, missingFields, settledSlots } from '../../src/flows/applicable-fields.ts';
import { checkFlow, checkFlows } from '../../src/flows/check-flows.ts';
import { holds } from '../../src/flows/condition.ts';
import { conditionWords } from '../../src/flows/condition-words.ts';
import type { FlowDefinition } from '../../src/flows/flow-definition.ts';
import { flowDiagram } from '../../src/flows/flow-diagram.ts';
import { canonicalJson, versionOf } from '../../src/flows/flow-version.ts';
import { guideAnswer } from '../../src/flows/guide.ts';
import { loadFlows, parseFlow } from '../../src/flows/load-flows.ts';
import { projectFile } from '../../src/platform/project-file.ts';
import { known } from './known-names.ts';

const book = await loadFlows(projectFile('flows/'));

function flow(id: string): FlowDefinition {
  const loaded = book.get(id);
  if (!loaded) throw new Error(`no flow ${id}`);
  return loaded.definition;
}

const school = flow('school-transfer');
const sanatorium = flow('short-sanatorium');
const keys = (of: readonly { key: string }[]) => of.map((one) => one.key);

describe('the flows that ship', () => {
  it('have no findings', () => {
    expect(checkFlows(book, known)).toEqual([]);
  });

  it('are listed by their number', () => {
    expect(book.list().map((one) => one.definition.no)).toEqual(
      book
        .list()
        .map((one) => one.definition.no)
        .sort((a, b) => a - b),
    );
  });

  it('offer a colloquial word for every option that is asked for', () => {
    for (const { definition } of book.list()) {
      for (const field of definition.fields.filter((one) => one.options)) {
        expect(Object.keys(field.words ?? {}), `${definition.id}.${field.key}`).toEqual(Object.keys(field.options ?? {}));
      }
    }
  });

  it('answer every question with the titles that they rest on', () => {
    for (const { definition } of book.list()) {
      for (const about of ['materials', 'eligibility', 'deadline', 'ceiling', 'steps', 'basis', 'where', 'overview'] as const) {
        const answer = guideAnswer(definition, about);
        const titles = definition.basis.map(({ title }) => title.replace(/（[^）]*）$/, ''));
        expect(
          titles.some((title) => answer.includes(title)),
          `${definition.id} ${about}`,
        ).toBe(true);
        expect(answer).not.toMatch(/undefined|\|/);
      }
    }
    expect(guideAnswer(sanatorium, 'ceiling')).toContain('疗养天数每次最多5天');
    expect(guideAnswer(sanatorium, 'deadline')).toContain('15个工作日内办结（承诺时限）（示意）');
    expect(guideAnswer(school, 'materials')).toContain('户口信息：共享数据核验，不用交');
  });

  it('are drawn with every step and party, escaped', () => {
    const svg = flowDiagram(school, (id) => (known.departments.has(id) ? `〈${id}〉&` : id));
    for (const step of school.steps) expect(svg).toContain(step.name);
    expect(svg).toContain('〈housing〉&amp;');
    expect(svg.match(/<rect/g)).toHaveLength(school.steps.length + 4 + 2);
  });
});

describe('a version', () => {
  it('depends on the content alone, not on the order of keys', () => {
    expect(canonicalJson({ b: [1, { d: 2, c: 1 }], a: undefined, e: '字' })).toBe('{"b":[1,{"c":1,"d":2}],"e":"字"}');
    const turned = Object.fromEntries(Object.entries(school).reverse()) as unknown as FlowDefinition;
    expect(versionOf(turned)).toBe(book.get('school-transfer')?.version);
    expect(versionOf({ ...school, limitDays: 21 })).not.toBe(versionOf(school));
  });
});

describe('a definition file', () => {
  const source = readFileSync(projectFile('flows/military-benefit/school-transfer.yaml'), 'utf8');
  const faults = (text: string, file = 'military-benefit/school-transfer.yaml') => {
    const parsed = parseFlow(text, file);
    return parsed.ok ? [] : parsed.faults;
  };

  it('says line and key of what it does not know or misses', () => {
    expect(faults(source)).toEqual([]);
    expect(faults(source.replace('limitDays: 20', 'limitDay: 20')).join()).toMatch(/school-transfer\.yaml:\d+ .*limitDays?/);
    const line = source.split('\n').findIndex((text) => text.includes('type: idcard')) + 1;
    expect(faults(source.replace('type: idcard', 'type: idcrad'))[0]).toMatch(
      new RegExp(`^military-benefit/school-transfer\\.yaml:${line} fields\\.1\\.type`),
    );
    expect(faults('id: [')[0]).toMatch(/^military-benefit\/school-transfer\.yaml:\d+ /);
  });

  it('must lie where its id and category say', () => {
    expect(faults(source, 'military-benefit/other.yaml')[0]).toContain('school-transfer.yaml');
    expect(faults(source, 'employment/school-transfer.yaml')[0]).toContain('military-benefit/');
  });

  it('has conditions over its own fields, of the right type', () => {
    expect(faults(source.replace('when: kind == "transfer"', 'when: knid == "transfer"'))[0]).toMatch(/:\d+ .*Unknown variable: knid/);
    expect(faults(source.replace('when: kind == "transfer"', 'when: kind == 5'))[0]).toMatch(/no such overload/);
    expect(faults(source.replace('when: kind == "transfer"', 'when: kind'))[0]).toMatch(/yields string, not bool/);
  });
});

describe('flows check', () => {
  const broken: [string, string, (definition: FlowDefinition) => void][] = [
    ['an unknown role', 'unknown-role', (it) => Object.assign(it.steps[0] ?? {}, { role: 'town-chief' })],
    ['an unknown department', 'unknown-department', (it) => Object.assign(it.steps[2]?.parties?.[0] ?? {}, { department: 'army' })],
    ['an unknown section', 'unknown-section', (it) => Object.assign(it.steps[1] ?? {}, { section: 'pensions' })],
    ['an unknown industry', 'unknown-industry', (it) => it.industry.push('spa')],
    ['a step that nobody handles', 'no-handler', (it) => Object.assign(it.steps[0] ?? {}, { role: undefined })],
    ['a department role without its department', 'no-handler', (it) => Object.assign(it.steps[3] ?? {}, { department: undefined })],
    ['a step that comes twice', 'endless-step', (it) => Object.assign(it.steps[1] ?? {}, { key: 'accept' })],
    ['a step that takes the name of the correction', 'reserved-step', (it) => Object.assign(it.steps[1] ?? {}, { key: 'correct' })],
    [
      'a step that cannot be reached',
      'unreachable-step',
      (it) => Object.assign(it.steps[1] ?? {}, { when: 'kind == "enter" && kind == "transfer"' }),
    ],
    [
      'a condition that cannot be true',
      'impossible-condition',
      (it) => Object.assign(it.materials[0] ?? {}, { when: 'stage == "senior"' }),
    ],
    ['a condition over an unknown field', 'unknown-field', (it) => Object.assign(it.materials[0] ?? {}, { when: 'level == "a"' })],
    [
      'a field asked before the one it depends on',
      'asks-later-field',
      (it) => Object.assign(it.fields[0] ?? {}, { when: 'kind == "enter"' }),
    ],
    ['an action that does not exist', 'unknown-action', (it) => Object.assign(it.steps[3] ?? {}, { action: 'hold-place' })],
    ['a check of the person that does not exist', 'unknown-action', (it) => Object.assign(it, { subjectCheck: 'somebody' })],
    ['an outcome without an action', 'outcome-without-action', (it) => Object.assign(it.outcome[0] ?? {}, { action: '' })],
    ['no outcome at all', 'no-outcome', (it) => it.outcome.splice(0)],
    ['what is held and never released', 'never-released', (it) => Object.assign(it, { releaseAction: undefined })],
    ['days beyond the promise', 'days-beyond-promise', (it) => Object.assign(it.steps[0] ?? {}, { days: 4 })],
    ['a shorter limit that is not shorter', 'not-shorter', (it) => Object.assign(it.shorterLimits?.[0] ?? {}, { days: 20 })],
    ['a field without a question', 'no-question', (it) => Object.assign(it.fields[0] ?? {}, { question: '' })],
    ['a field without a why', 'no-why', (it) => Object.assign(it.fields[0] ?? {}, { why: '' })],
    ['too few examples', 'few-examples', (it) => it.examples.splice(3)],
    ['words for an option that does not exist', 'unknown-option', (it) => Object.assign(it.fields[5]?.words ?? {}, { leave: ['走'] })],
    ['a prefill that the archive does not have', 'unknown-prefill', (it) => Object.assign(it.fields[0] ?? {}, { prefill: 'nickname' })],
    [
      'a limit on a field that does not exist',
      'unknown-field',
      (it) => it.ceilings.push({ field: 'fee', max: 1, per: 'case', origin: 'public' }),
    ],
    ['a notice to nobody', 'unknown-recipient', (it) => it.notify.push({ who: 'dept:army', when: 'done' })],
    ['a field that comes twice', 'double-field', (it) => Object.assign(it.fields[1] ?? {}, { key: 'applicant' })],
  ];

  it.each(broken)('finds %s', (_, kind, spoil) => {
    const copy = structuredClone(school);
    spoil(copy);
    const findings = checkFlow(copy, known);
    expect(findings.map((one) => one.kind)).toContain(kind);
    const [finding] = findings.filter((one) => one.kind === kind);
    expect(finding).toMatchObject({ flow: 'school-transfer', file: 'flows/military-benefit/school-transfer.yaml' });
    expect(finding?.sentence).toMatch(/[\u4e00-\u9fff]/);
  });
});

describe('a condition', () => {
  it('does not hold while what it asks for is not known, unless the rest decides it', () => {
    const { fields } = school;
    expect(holds(fields, 'kind == "transfer"', {})).toBe(false);
    expect(holds(fields, 'kind == "transfer" || stage == "primary"', { stage: 'primary' })).toBe(true);
    expect(holds(sanatorium.fields, 'days >= 3', { days: 3 })).toBe(true);
    expect(holds(sanatorium.fields, 'days >= 3', { days: 2 })).toBe(false);
    expect(holds(fields, undefined, {})).toBe(true);
  });
});

describe('a condition in words', () => {
  it.each([
    [school, 'basis_kind == "home"', '入学依据为父母住宅房产'],
    [school, 'kind == "transfer" && reason in ["transfer_unit", "follow"]', '申请类型为转学，且转学原因为部队移防或调动、随军随迁'],
    [sanatorium, 'days >= 3 || companion == true', '疗养天数不少于3，或需家属陪同'],
  ])('%# reads as people speak', (definition, expression, words) => {
    expect(conditionWords(definition.fields, expression)).toBe(words);
  });
});

describe('fields', () => {
  it('apply by what is filled in', () => {
    expect(keys(applicableFields(school, { kind: 'enter' }))).not.toContain('from_school');
    expect(keys(applicableFields(school, { kind: 'transfer' }))).toContain('from_school');
    expect(keys(missingFields(sanatorium, { companion: true }))).toContain('companion_name');
    // What has a default is not asked.
    expect(keys(missingFields(sanatorium, {}))).not.toContain('companion');
  });

  it('are dropped when a correction makes them not apply', () => {
    const slots = { kind: 'enter', from_school: '某小学', reason: 'follow' };
    expect(inapplicableSlots(school, slots)).toEqual(['from_school', 'reason']);
    expect(settledSlots(school, slots)).toEqual({ kind: 'enter', used_before: false });
  });

  it('that contradict each other are named with what to say', () => {
    const yaml = parse('{stage: kindergarten, grade: g4, child_idcard: "330299201603150017", child_birth: 2016-03-16}') as Record<
      string,
      string
    >;
    const checked = checkSlots(school, { ...yaml }, { today: '2026-11-23' });
    expect(checked.ok).toBe(false);
    const complete = Object.fromEntries(
      school.fields.filter((field) => field.type === 'enum').map((field) => [field.key, Object.keys(field.options ?? {})[0] ?? '']),
    );
    const slots = {
      ...complete,
      kind: 'enter',
      applicant: '赵海军',
      applicant_idcard: '330299198501010019',
      applicant_phone: '13567890125',
      town: '姜山镇',
    };
    const rest = {
      village: '走马塘村',
      child: '赵小宝',
      child_relation: 'birth',
      basis_address: '姜山镇走马塘村1号',
      first_choice: '姜山小学',
    };
    const proof = { proof_letter: ['f'], consent: true, second_choice: '姜山小学' };
    const result = checkSlots(school, { ...slots, ...rest, ...proof, ...yaml }, { today: '2026-11-23' });
    expect(!result.ok && result.faults.map((fault) => fault.field)).toEqual(['grade', 'child_birth', 'second_choice']);
  });
});
