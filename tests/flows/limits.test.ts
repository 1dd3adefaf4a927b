import { describe, expect, it } from 'vitest';
import { brokenChecks } from '../../src/flows/applicable-fields.ts';
import { deadlinePassed } from '../../src/flows/applicant-deadline.ts';
import { derivedValue } from '../../src/flows/derive.ts';
import { checkValue } from '../../src/flows/field-value.ts';
import type { FieldDefinition, FlowDefinition } from '../../src/flows/flow-definition.ts';
import { loadFlows } from '../../src/flows/load-flows.ts';
import type { Slots } from '../../src/flows/slot-value.ts';
import { projectFile } from '../../src/platform/project-file.ts';
import { idcardOf } from '../people/many-people.ts';

/** Every limit of the 75 forms, met and passed by the least step. */

const book = await loadFlows(projectFile('flows/'));
const TODAY = '2026-11-23';

function flow(id: string): FlowDefinition {
  const loaded = book.get(id);
  if (!loaded) throw new Error(`no flow ${id}`);
  return loaded.definition;
}

const stepOf = (field: FieldDefinition) => (field.type === 'money' ? 0.01 : 10 ** -(field.decimals ?? 0));
const isGood = (field: FieldDefinition, value: number | string) => checkValue(field, value, { slots: {}, today: TODAY }).ok;
const rounded = (value: number) => Number(value.toFixed(2));

describe('a number or a sum', () => {
  const numbers = book
    .list()
    .flatMap(({ definition }) => definition.fields.map((field) => [definition.id, field] as const))
    .filter(([, field]) => field.type === 'number' || field.type === 'money')
    .flatMap(([id, field]): [string, FieldDefinition, number, number][] => {
      const sides: [string, FieldDefinition, number, number][] = [];
      if (field.min !== undefined)
        sides.push([`${id}.${field.key} from ${field.min}`, field, field.min, rounded(field.min - stepOf(field))]);
      if (field.max !== undefined) sides.push([`${id}.${field.key} to ${field.max}`, field, field.max, rounded(field.max + stepOf(field))]);
      return sides;
    });

  it.each(numbers)('%s', (_, field, on, beyond) => {
    expect(isGood(field, on)).toBe(true);
    expect(isGood(field, beyond)).toBe(false);
  });

  it('is limited in all of them', () => {
    expect(numbers.length).toBeGreaterThan(140);
  });
});

describe('a text', () => {
  const texts = book
    .list()
    .flatMap(({ definition }) => definition.fields.map((field) => [`${definition.id}.${field.key}`, field] as const))
    .filter(([, field]) => field.maxLength !== undefined && field.pattern === undefined);

  it.each(texts)('%s is as long as allowed and no longer', (_, field) => {
    const { maxLength = 0, minLength = 1 } = field;
    expect(isGood(field, '字'.repeat(maxLength))).toBe(true);
    expect(isGood(field, '字'.repeat(maxLength + 1))).toBe(false);
    if (minLength > 1) {
      expect(isGood(field, '字'.repeat(minLength))).toBe(true);
      expect(isGood(field, '字'.repeat(minLength - 1))).toBe(false);
    }
  });
});

describe('a day', () => {
  const days = book
    .list()
    .flatMap(({ definition }) => definition.fields.map((field) => [`${definition.id}.${field.key}`, field] as const))
    .filter(([, field]) => field.timing !== undefined && ['date', 'datetime', 'slot'].includes(field.type));
  const worded = (field: FieldDefinition, day: string) => (field.type === 'date' ? day : `${day} 09:30`);

  it.each(days)('%s lies on its side of today', (_, field) => {
    expect(isGood(field, worded(field, TODAY))).toBe(true);
    expect(isGood(field, worded(field, '2026-11-24'))).toBe(field.timing === 'future');
    expect(isGood(field, worded(field, '2026-11-22'))).toBe(field.timing === 'past');
  });
});

const boyOf = (birth: string) => idcardOf(birth, 11);
const girlOf = (birth: string) => idcardOf(birth, 12);

/** Slots that a rule over several fields reads, and the field that it asks again; null where it holds. */
const rules: [flow: string, what: string, slots: Slots, field: string | null][] = [
  ['military-registration', '18 on the last day of the year', { birth: '2008-12-31', applicant_idcard: boyOf('2008-12-31') }, null],
  ['military-registration', '18 on the first day of the next', { birth: '2009-01-01', applicant_idcard: boyOf('2009-01-01') }, 'birth'],
  ['military-registration', 'a woman', { birth: '2008-03-02', applicant_idcard: girlOf('2008-03-02') }, 'applicant_idcard'],
  ['military-registration', 'another birth day than the number', { birth: '2008-03-03', applicant_idcard: boyOf('2008-03-02') }, 'birth'],
  ['enlistment-application', '18 this year', { applicant_idcard: boyOf('2008-12-31'), education: 'senior' }, null],
  ['enlistment-application', '18 next year', { applicant_idcard: boyOf('2009-01-01'), education: 'senior' }, 'applicant_idcard'],
  ['enlistment-application', '22 with senior school', { applicant_idcard: boyOf('2004-01-01'), education: 'senior' }, null],
  ['enlistment-application', '23 with senior school', { applicant_idcard: boyOf('2003-12-31'), education: 'senior' }, 'education'],
  ['enlistment-application', '24 with a degree', { applicant_idcard: boyOf('2002-01-01'), education: 'bachelor' }, null],
  ['enlistment-application', '25 with a degree', { applicant_idcard: boyOf('2001-12-31'), education: 'college' }, 'education'],
  ['enlistment-application', '26 as a master', { applicant_idcard: girlOf('2000-01-01'), education: 'master' }, null],
  ['enlistment-application', '27 as a master', { applicant_idcard: girlOf('1999-12-31'), education: 'master' }, 'education'],
  ['student-enlist-support', '16000 for a degree', { degree: 'bachelor', amount: 16000 }, null],
  ['student-enlist-support', '16000.01 for a degree', { degree: 'bachelor', amount: 16000.01 }, 'amount'],
  ['student-enlist-support', '16000.01 for a master', { degree: 'master', amount: 16000.01 }, null],
  ['conscript-allowance', 'of this year', { year: 2026 }, null],
  ['conscript-allowance', 'of next year', { year: 2027 }, 'year'],
  ['annual-confirm', 'of this year', { year: 2026 }, null],
  ['annual-confirm', 'of next year', { year: 2027 }, 'year'],
  ['employment-survey', 'of this year', { survey_year: 2026 }, null],
  ['employment-survey', 'of next year', { survey_year: 2027 }, 'survey_year'],
  ['merit-report', 'second class 20000', { merit: 'second', reward: 20000 }, null],
  ['merit-report', 'second class 20000.01', { merit: 'second', reward: 20000.01 }, 'reward'],
  ['merit-report', 'third class 5000', { merit: 'third', reward: 5000 }, null],
  ['merit-report', 'third class 5000.01', { merit: 'third', reward: 5000.01 }, 'reward'],
  ['merit-report', 'excellent 1000', { merit: 'excellent', reward: 1000 }, null],
  ['merit-report', 'excellent 1000.01', { merit: 'excellent', reward: 1000.01 }, 'reward'],
  ['aixin-great-wall', 'an illness up to what was paid', { cause: 'illness', self_paid: 9000, amount: 9000 }, null],
  ['aixin-great-wall', 'an illness beyond what was paid', { cause: 'illness', self_paid: 9000, amount: 9000.01 }, 'amount'],
  ['aixin-great-wall', 'a disaster 10000', { cause: 'disaster', amount: 10000 }, null],
  ['aixin-great-wall', 'an accident 10000.01', { cause: 'accident', amount: 10000.01 }, 'amount'],
  ['aixin-great-wall', 'schooling 5000', { cause: 'schooling', amount: 5000 }, null],
  ['aixin-great-wall', 'schooling 5000.01', { cause: 'schooling', amount: 5000.01 }, 'amount'],
  ['support-merchant', 'valid until today', { valid: { from: '2026-01-01', to: TODAY } }, null],
  ['support-merchant', 'valid until yesterday', { valid: { from: '2026-01-01', to: '2026-11-22' } }, 'valid'],
  ['remote-memorial-subsidy', 'back today', { travel: { from: '2026-11-20', to: TODAY } }, null],
  ['remote-memorial-subsidy', 'back tomorrow', { travel: { from: '2026-11-20', to: '2026-11-24' } }, 'travel'],
  ['remote-memorial-subsidy', 'within the province 1500', { outside_province: false, amount: 1500 }, null],
  ['remote-memorial-subsidy', 'within the province 1500.01', { outside_province: false, amount: 1500.01 }, 'amount'],
  ['remote-memorial-subsidy', 'outside 3000', { outside_province: true, amount: 3000 }, null],
  ['medical-subsidy', 'discharged today', { period: { from: '2026-11-01', to: TODAY } }, null],
  ['medical-subsidy', 'discharged tomorrow', { period: { from: '2026-11-01', to: '2026-11-24' } }, 'period'],
  ['medical-subsidy', 'as much as was paid', { amount: 500, self_paid: 500 }, null],
  ['medical-subsidy', 'more than was paid', { amount: 500.01, self_paid: 500 }, 'amount'],
  ['medical-subsidy', 'all reimbursed', { total: 900, reimbursed: 900 }, null],
  ['medical-subsidy', 'more than all reimbursed', { total: 900, reimbursed: 900.01 }, 'reimbursed'],
  ['farewell-honour', 'a subsidy of 300000', { monthly_benefit: 25000, funeral_amount: 300000 }, null],
  ['farewell-honour', 'a subsidy beyond', { monthly_benefit: 25000.01, funeral_amount: 300000.12 }, 'monthly_benefit'],
  ['living-subsidy', 'from the country, 60', { key_category: 'rural60', age: 60 }, null],
  ['living-subsidy', 'from the country, 59', { key_category: 'rural60', age: 59 }, 'age'],
  ['living-subsidy', 'a martyr’s child, 59', { key_category: 'martyr_child60', age: 59 }, 'age'],
  ['living-subsidy', 'in the war, 59', { key_category: 'war', age: 59 }, null],
  ['living-subsidy', 'with an employer', { has_employer: true }, 'has_employer'],
  ['disability-rating', 'rated a year ago', { kind: 'adjust', last_rating_date: '2025-11-23' }, null],
  ['disability-rating', 'rated less than a year ago', { kind: 'adjust', last_rating_date: '2025-11-24' }, 'last_rating_date'],
  ['lump-sum-subsidy', 'two years', { service_years: 2 }, null],
  ['lump-sum-subsidy', 'one year', { service_years: 1 }, 'service_years'],
  ['regular-pension', 'a child the day before 18', child('minor', '2008-11-24'), null],
  ['regular-pension', 'a child of 18 as a minor', child('minor', '2008-11-23'), 'condition'],
  ['regular-pension', 'at school at 18', child('schooling', '2008-11-23'), null],
  ['regular-pension', 'at school before 18', child('schooling', '2008-11-24'), 'condition'],
  ['regular-pension', 'disabled at 18', child('disabled', '2008-11-23'), null],
  ['regular-pension', 'disabled as a parent', { ...child('disabled', '1950-01-01'), relation: 'parent' }, 'condition'],
  ['regular-pension', 'a minor as a spouse', { ...child('minor', '2008-11-24'), relation: 'spouse' }, 'condition'],
  ['regular-pension', 'a dependent sibling', { ...child('dependent', '1990-01-01'), relation: 'sibling' }, null],
  ['regular-pension', 'a sibling without labour', { ...child('no_labour', '1990-01-01'), relation: 'sibling' }, 'condition'],
  ['regular-pension', 'a dependent parent', { ...child('dependent', '1950-01-01'), relation: 'parent' }, 'condition'],
  ['hardship-aid', 'with other aid up to what was paid', burden('illness', 7000, 2000, 5000), null],
  ['hardship-aid', 'with other aid beyond', burden('illness', 7000, 2000, 5000.01), 'amount'],
  ['hardship-aid', 'a disaster beyond the loss', burden('disaster', 3000, 0, 3000.01), 'amount'],
  ['hardship-aid', 'no work, nothing paid', burden('unemployed', 0, 0, 2000), null],
  ['junchuang-loan', 'a person 500000', { subject: 'person', amount: 500000 }, null],
  ['junchuang-loan', 'a person 500000.01', { subject: 'person', amount: 500000.01 }, 'amount'],
  ['junchuang-loan', 'an enterprise 3000000', { subject: 'enterprise', amount: 3000000 }, null],
  ['degree-upgrade', 'at full time 16000', { study_kind: 'full', degree: 'bachelor', tuition: 16000 }, null],
  ['degree-upgrade', 'at full time 16000.01', { study_kind: 'full', degree: 'bachelor', tuition: 16000.01 }, 'tuition'],
  ['degree-upgrade', 'a master at full time 16000.01', { study_kind: 'full', degree: 'master', tuition: 16000.01 }, null],
  ['degree-upgrade', 'in the evening 5000', { study_kind: 'part', degree: 'college', tuition: 5000 }, null],
  ['degree-upgrade', 'in the evening 5000.01', { study_kind: 'part', degree: 'college', tuition: 5000.01 }, 'tuition'],
  ['festival-visit', 'of the village 300', { level: 'village', gift_amount: 300 }, null],
  ['festival-visit', 'of the village 300.01', { level: 'village', gift_amount: 300.01 }, 'gift_amount'],
  ['festival-visit', 'of the town 500', { level: 'town', gift_amount: 500 }, null],
  ['festival-visit', 'of the town 500.01', { level: 'town', gift_amount: 500.01 }, 'gift_amount'],
  ['festival-visit', 'of the district 1000', { level: 'district', gift_amount: 1000 }, null],
  ['school-transfer', 'a martyr’s child by the house', { identity: 'martyr', basis_kind: 'home' }, null],
  ['school-transfer', 'a martyr’s child by the garrison', { identity: 'martyr', basis_kind: 'garrison' }, 'basis_kind'],
  ['school-transfer', 'a serviceman’s child by the garrison', { identity: 'active', basis_kind: 'garrison' }, null],
  ['school-transfer', 'the last grade of primary school', { stage: 'primary', grade: 'g6' }, null],
  ['school-transfer', 'the first grade of junior school in primary school', { stage: 'primary', grade: 'g7' }, 'grade'],
  ['school-transfer', 'the first grade of primary school in kindergarten', { stage: 'kindergarten', grade: 'g1' }, 'grade'],
  ['school-transfer', 'the first grade of junior school', { stage: 'junior', grade: 'g7' }, null],
  ['discharge-report', 'discharged after enlisting', { enlist_date: '2024-09-01', discharge_date: '2024-09-02' }, null],
  ['discharge-report', 'discharged on the day of enlisting', { enlist_date: '2024-09-01', discharge_date: '2024-09-01' }, 'discharge_date'],
];

function child(condition: string, birth: string): Slots {
  return { condition, relation: 'child', applicant_idcard: boyOf(birth) };
}

function burden(cause: string, paid: number, other: number, amount: number): Slots {
  return { cause, self_paid: paid, other_aid: other, amount };
}

describe('a rule over several answers', () => {
  it.each(rules)('%s: %s', (id, _, slots, field) => {
    const asked = brokenChecks(flow(id), slots, TODAY).map((fault) => fault.field);
    expect(asked).toEqual(field === null ? [] : [field]);
  });
});

describe('the time to report in after a discharge', () => {
  it.each<[string, string | undefined, boolean]>([
    ['on the thirtieth day', '2026-10-24', false],
    ['on the thirty-first', '2026-10-23', true],
    ['with no day said', undefined, false],
  ])('%s', (_, day, isLate) => {
    const remark = deadlinePassed(flow('discharge-report'), day === undefined ? {} : { discharge_date: day }, TODAY);
    expect(remark !== null).toBe(isLate);
    if (isLate) expect(remark).toMatch(/2026\.11\.22到期.*视为放弃安置待遇/);
  });
});

describe('a claim that must be made', () => {
  const claims = book
    .list()
    .flatMap(({ definition }) => definition.fields.map((field) => [`${definition.id}.${field.key}`, field] as const))
    .filter(([, field]) => field.must === true);
  const isTaken = (field: FieldDefinition, said: boolean) => checkValue(field, said, { slots: {}, today: TODAY }).ok;

  it.each(claims)('%s is taken when it is, and else refused with the reason', (_, field) => {
    expect(isTaken(field, true)).toBe(true);
    expect(isTaken(field, false)).toBe(false);
    expect(checkValue(field, false, { slots: {}, today: TODAY })).toMatchObject({ sentence: expect.stringContaining(field.why) });
  });

  it('is asked of who must consent for a child or to the use of health', () => {
    const keys = claims.map(([key]) => key);
    for (const key of ['school-transfer.consent', 'summer-training.consent', 'short-sanatorium.consent', 'care-fund.consent'])
      expect(keys).toContain(key);
  });
});

describe('a sum that is worked out', () => {
  it.each<[string, string, Slots, number]>([
    ['living-subsidy', 'amount_month', { key_category: 'rural60', serve_years: 4 }, 240],
    ['living-subsidy', 'amount_month', { key_category: 'war', serve_years: 4 }, 1100],
    ['waiting-allowance', 'total', { months: '2026-03', amount_month: 2660 }, 2660],
    ['waiting-allowance', 'total', { months: '2026-03,2026-04,2026-05', amount_month: 2660 }, 7980],
    ['spouse-employment', 'subsidy_total', { want: ['subsidy'], subsidy_month: 1500, subsidy_months: 24 }, 36000],
    ['farewell-honour', 'funeral_amount', { category: 'disabled', monthly_benefit: 1500, months: 12 }, 18000],
    ['farewell-honour', 'months', { category: 'three_family' }, 6],
    ['medical-subsidy', 'self_paid', { total: 30000, reimbursed: 21000 }, 9000],
    ['lump-sum-subsidy', 'amount', { service_years: 12 }, 134648],
  ])('%s.%s of %o is %d', (id, key, slots, due) => {
    const definition = flow(id);
    const field = definition.fields.find((one) => one.key === key);
    expect(field && derivedValue(definition, field, slots, TODAY)).toBe(due);
  });
});
