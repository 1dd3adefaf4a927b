import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showCase } from '../../src/cases/show-case.ts';
import { holds } from '../../src/flows/condition.ts';
import type { FlowDefinition } from '../../src/flows/flow-definition.ts';
import type { Slots } from '../../src/flows/slot-value.ts';
import { dayOf } from '../../src/platform/calendar/day.ts';
import type { Database } from '../../src/platform/database.ts';
import { coveringForms } from '../flows/form-maker.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { addBatch, addSchool, flows, monday } from './district.ts';
import { CaseDriver } from './drive-cases.ts';

const services = flows.list();

const stages = ['kindergarten', 'primary', 'junior'];

/** More of what is scarce than any form here asks for. */
async function layScarceThings(db: Database): Promise<void> {
  await addBatch(db, 'LY-ALL', 200, '2027-06-14');
  for (const stage of stages) for (const wish of [1, 2]) await addSchool(db, `XX-${stage}-${wish}`, `${stage}第${wish}学校`, 200, stage);
}

/** What of a form must be there to be asked for: a batch, schools of the stage; a stage that is not used up, a discharge within the year, an order of these months. */
function adjustmentOf({ id }: FlowDefinition): (form: Slots) => Slots {
  if (id === 'short-sanatorium') return (form) => ({ ...form, batch: 'LY-ALL', last_year: form['last_year'] === undefined ? null : 2020 });
  if (id !== 'school-transfer') return (form) => form;
  return (form) => ({
    ...form,
    used_before: false,
    first_choice: `${String(form['stage'])}第1学校`,
    second_choice: `${String(form['stage'])}第2学校`,
    ...(form['discharge_date'] === undefined ? {} : { discharge_date: '2026-10-01' }),
    ...(form['order_date'] === undefined ? {} : { order_date: '2026-10-01' }),
  });
}

/** What the file must say for the form to be taken. */
function fileFor({ id }: FlowDefinition, form: Slots): { keyCategory?: string } {
  return id === 'short-sanatorium' ? { keyCategory: String(form['key_category']) } : {};
}

/** A school place is asked for inside its window, but for those who move with their unit. */
function momentFor({ id }: FlowDefinition, { kind, reason }: Slots): Date {
  if (id !== 'school-transfer' || ['transfer_unit', 'follow'].includes(String(reason))) return monday;
  return new Date(kind === 'enter' ? '2027-04-20T09:00:00+08:00' : '2027-07-20T09:00:00+08:00');
}

describe('every service from its form to its outcome, each condition taken both ways', () => {
  let db: Database;
  let cases: CaseDriver;

  beforeAll(async () => {
    db = await freshDatabase('postgres');
    cases = await CaseDriver.on(db);
    await layScarceThings(db);
  });
  afterAll(() => db?.close());

  it.each(services.map(({ definition }) => [definition.id, definition] as const))('%s', async (id, definition) => {
    const { forms, oneSided } = coveringForms(definition, 400, adjustmentOf(definition));
    expect(oneSided).toEqual([]);
    for (const form of forms) {
      const now = momentFor(definition, form);
      const said = form[definition.subjectField];
      const who = await cases.someone({ ...fileFor(definition, form), ...(typeof said === 'string' ? { name: said } : {}) });
      const no = await cases.drive(id, who, { ...form, [definition.subjectField]: said ?? who.name }, now);
      const shown = await showCase(cases.deps, no, { now });
      expect(shown?.state).toBe('completed');
      const due = definition.outcome.filter((one) => holds(definition.fields, one.when, { ...form, today: dayOf(now) }));
      expect(shown?.outcome.map((one) => one.key).sort()).toEqual(due.map((one) => one.key).sort());
    }
  });
});
