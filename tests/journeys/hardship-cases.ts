import { showCase } from '../../src/cases/show-case.ts';
import { submitCase } from '../../src/cases/submit-case.ts';
import type { Slots } from '../../src/flows/slot-value.ts';
import { findStaff } from '../../src/organisation/staff-store.ts';
import type { District } from '../setup/district.ts';

let count = 0;

/** Who stands where in the demo district, by what they do. */
export async function colleague(
  district: District,
  role: string,
  beside: readonly string[] = [],
  section: string | null = null,
): Promise<string> {
  const [found] = await district.rows<{ id: string }>(
    `SELECT id FROM staff JOIN staff_role r ON r.staff_id = id WHERE r.role = $1 AND is_active AND NOT id = ANY($2::text[])
       AND ($3::text IS NULL OR section = $3) ORDER BY id LIMIT 1`,
    role,
    beside,
    section,
  );
  if (!found) throw new Error(`nobody is ${role}`);
  return found.id;
}

export async function nameOf(district: District, id: string): Promise<string> {
  return (await findStaff(district.app.db.tx, id))?.name ?? '';
}

/** A hardship case of somebody of the slice whom nobody has a case for yet, as their liaison hands it in. */
export async function start(district: District, rest: Slots = {}): Promise<{ no: string; starter: string }> {
  const { app, clock } = district;
  const people = await district.rows<{ no: string; name: string; village: string }>(
    `SELECT archive_no AS no, name, village FROM person p WHERE village = '走马塘村' AND status = '在世' AND lifecycle = '在册'
       AND EXISTS (SELECT FROM person_category c WHERE c.archive_no = p.archive_no AND c.category = 'ordinary_veteran') ORDER BY archive_no`,
  );
  const person = people[count % people.length];
  count += 1;
  if (!person) throw new Error('nobody in the slice');
  const [liaison] = await district.rows<{ id: string }>(
    `SELECT id FROM staff JOIN staff_role r ON r.staff_id = id WHERE r.role = 'village-liaison' AND village = '走马塘村' AND is_active
     ORDER BY id LIMIT 1`,
  );
  const startedBy = await findStaff(app.db.tx, liaison?.id ?? '');
  if (!startedBy) throw new Error('no liaison');
  const slots: Slots = {
    applicant: person.name,
    applicant_idcard: '330299195003020018',
    applicant_phone: '13567890123',
    town: '姜山镇',
    village: '走马塘村',
    identity: 'veteran',
    cause: 'other',
    event_date: '2026-11-01',
    urgent: false,
    family_size: 3,
    income_month: 3000,
    self_paid: 8000,
    other_aid: 0,
    tier: 't2',
    amount: 4000,
    situation: '家里突然困难，一时周转不开',
    bank_account: '6222021234567890128',
    by_proxy: false,
    notice_ack: true,
    ...rest,
  };
  const subject = { archiveNo: person.no, name: person.name, town: '姜山镇', village: person.village };
  const request = {
    flow: 'hardship-aid',
    subject,
    slots,
    startedBy,
    submissionKey: `ops-${count}-${district.app.db.kind}`,
    now: clock.now(),
    channel: 'test',
  };
  const result = await submitCase(app.cases, request);
  if (!result.ok) throw new Error(result.sentence);
  await district.settle();
  return { no: result.caseNo, starter: startedBy.id };
}

export async function show(district: District, no: string) {
  const shown = await showCase(district.app.cases, no, { now: district.clock.now() });
  if (!shown) throw new Error(`no case ${no}`);
  return shown;
}

export async function holders(district: District, no: string): Promise<string[]> {
  return (await show(district, no)).tasks.filter((task) => task.state === 'open').flatMap((task) => task.assignees);
}

/** Whoever holds the case agrees, in chat, until it stands at the step. */
export async function advanceTo(district: District, no: string, step: string): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    const open = (await show(district, no)).tasks.filter((task) => task.state === 'open');
    if (open.some((task) => task.step === step)) return;
    const [holder = ''] = open[0]?.assignees ?? [];
    await (await district.person(holder)).says(`同意 ${no}，情况属实`);
    await district.settle();
  }
  throw new Error(`${no} never came to ${step}: ${JSON.stringify((await show(district, no)).tasks)}`);
}

export const stepsOpen = async (district: District, no: string) =>
  (await show(district, no)).tasks.filter((task) => task.state === 'open').map((task) => task.step);
