import { readCase } from '../../../src/cases/case-store.ts';
import type { ServiceCase } from '../../../src/cases/engine/service-case.ts';
import type { FlowDefinition } from '../../../src/flows/flow-definition.ts';
import { isFilled } from '../../../src/flows/slot-value.ts';
import { flows } from '../../cases/district.ts';
import { differs, same } from './compare.ts';
import { caseStates, fieldCalled, flowCalled, valueCalled } from './expected.ts';
import type { Check } from './journey.ts';
import type { Stage } from './stage.ts';

async function countIn(stage: Stage, table: string): Promise<number> {
  const [row] = await stage.app.db.tx.$queryRawUnsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${table}`);
  return row?.count ?? 0;
}

/** The cases and visits that are on record after a line. */
export async function checkRecords(stage: Stage, check: Check): Promise<void> {
  if (check.办件数 !== undefined) same('办件数', check.办件数, await countIn(stage, 'service_case'));
  if (check.走访数 !== undefined) same('走访数', check.走访数, await countIn(stage, 'visit_record'));
  if (check.办件) await checkCase(stage, check.办件);
  if (check.走访) await checkVisit(stage, check.走访);
}

async function newestCase({ app }: Stage): Promise<ServiceCase> {
  const [row] = await app.db.tx.$queryRaw<{ no: string }[]>`SELECT no FROM service_case ORDER BY started_at DESC, no DESC LIMIT 1`;
  const found = row && (await readCase(app.db.tx, app.sealer, row.no));
  if (!found) throw new Error('还没有办件');
  return found;
}

async function checkCase(stage: Stage, expected: NonNullable<Check['办件']>): Promise<void> {
  const found = await newestCase(stage);
  const flow = flows.get(found.flow)?.definition as FlowDefinition;
  if (expected.事项) same('办件的事项', flowCalled(expected.事项).id, found.flow);
  if (expected.状态) same('办件的状态', caseStates[expected.状态], found.state);
  if (expected.步骤) same('办件的步骤', expected.步骤, flow.steps.find((step) => step.key === found.step)?.name ?? found.step);
  if (expected.人) same('办件的人', expected.人, found.subject.name);
  for (const [label, said] of Object.entries(expected.填 ?? {})) {
    const field = fieldCalled(flow, label);
    same(`办件的${label}`, valueCalled(field, said), found.slots[field.key] ?? null);
  }
  for (const label of expected.没填 ?? []) {
    const value = found.slots[fieldCalled(flow, label).key];
    if (isFilled(value)) differs(`办件的${label}`, '没填', value);
  }
}

async function checkVisit({ app }: Stage, expected: NonNullable<Check['走访']>): Promise<void> {
  const [record] = await app.db.tx.$queryRaw<{ id: string; name: string; on: string; needs: number }[]>`
    SELECT r.id, p.name, to_char(r.visited_on, 'YYYY-MM-DD') AS "on",
      (SELECT count(*)::int FROM visit_need n WHERE n.record_id = r.id) AS needs
    FROM visit_record r JOIN person p ON p.archive_no = r.archive_no ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1`;
  if (!record) throw new Error('还没有走访记录');
  same('走访的人', expected.人, record.name);
  if (expected.日期) same('走访的日期', expected.日期, record.on);
  if (expected.需求) same('走访的需求数', expected.需求, record.needs);
}
