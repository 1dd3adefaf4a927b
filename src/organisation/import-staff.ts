import type { Database } from '../platform/database.ts';
import { type ImportOptions, type ImportReport, importRows, type ReadRow, type RowReading } from '../platform/row-reading.ts';
import type { Sealer } from '../platform/seal.ts';
import { listCell, readPhoneCell, readWordCell } from '../platform/table-cells.ts';
import { openTable, type TableSource } from '../platform/table-file.ts';
import type { TableFault } from '../platform/table-row.ts';
import { departments, industries, readBody, sections } from './departments.ts';
import { staffColumns } from './import-columns.ts';
import { required } from './import-stations.ts';
import { highestLevel, type Level, readRole, roleOf, type StaffRoleId } from './role.ts';
import type { NewStaff } from './staff.ts';
import { accountHolders, saveStaff } from './staff-store.ts';
import type { Station } from './station.ts';
import { listStations } from './station-store.ts';
import { importTexts as t } from './texts.ts';

const activeWords = new Map([
  ['在岗', true],
  ['离岗', false],
]);

/** Imports the staff list; 工号 is the key. Who is not in the list stays as they are. */
export async function importStaff(
  deps: { db: Database; sealer: Sealer },
  source: TableSource,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const table = await openTable(source, staffColumns, ['工号', '姓名', '角色']);
  const stations = new Map((await listStations(deps.db.tx)).map((one) => [one.code, one]));
  const seen = { id: new Map<string, number>(), dingtalk: new Map<string, number>(), zzd: new Map<string, number>() };
  return importRows(
    table,
    (reading) => {
      const staff = readStaff(reading, stations);
      if (staff !== null) {
        once(reading, [
          ['工号', staff.id, seen.id],
          ['钉钉userId', staff.dingtalkUserId, seen.dingtalk],
          ['浙政钉accountId', staff.zzdAccountId, seen.zzd],
        ]);
      }
      return staff;
    },
    (batch) => write(deps, batch, options.dryRun ?? false),
    { ...options, batchSize: 500 },
  );
}

/** Two sound rows of one key: the first counts. A faulty row takes no key. */
function once(reading: RowReading, keys: readonly (readonly [column: string, value: string | null, seen: Map<string, number>])[]): void {
  for (const [column, value, seen] of keys) {
    const earlier = value === null ? undefined : seen.get(value);
    if (earlier !== undefined) reading.fault(column, t.duplicate(earlier));
  }
  if (reading.faults.length > 0) return;
  for (const [, value, seen] of keys) if (value !== null) seen.set(value, reading.row.line);
}

function readStaff(reading: RowReading, stations: ReadonlyMap<string, Station>): NewStaff | null {
  const id = required(reading, '工号');
  const name = required(reading, '姓名');
  const stationCode = reading.text('站点编码');
  const station = stationCode === null ? null : (stations.get(stationCode) ?? null);
  if (stationCode !== null && station === null) reading.fault('站点编码', t.unknownStation);
  const roles = readRoles(reading);
  const bodies = readBodies(reading);
  if (roles !== null) checkPost(reading, roles, station, bodies);
  const facts = {
    phone: reading.read('手机号', readPhoneCell),
    dingtalkUserId: reading.text('钉钉userId'),
    zzdAccountId: reading.text('浙政钉accountId'),
    isActive: reading.read('状态', (cell) => readWordCell(cell, activeWords)) ?? true,
  };
  if (id === null || name === null || roles === null) return null;
  const { level = highestLevel(roles), town = null, village = null } = station ?? {};
  return { id, name, roles, level, stationCode, town, village, ...bodies, ...facts, demo: false };
}

function readRoles(reading: RowReading): StaffRoleId[] | null {
  const words = listCell(reading.text('角色') ?? '');
  if (words.length === 0) reading.fault('角色', t.missing);
  const roles = words.map((word) => ({ word, role: readRole(word) }));
  for (const { word, role } of roles) if (role === null) reading.fault('角色', t.unknownRole(word));
  const known = roles.flatMap(({ role }) => (role === null ? [] : [role]));
  return known.length === words.length && known.length > 0 ? [...new Set(known)] : null;
}

/** 部门 names a department or an industry's unit; 科室 a section of the bureau. */
function readBodies(reading: RowReading): Bodies {
  const body = reading.text('部门');
  const department = body === null ? null : readBody(departments, body);
  const industry = body === null || department !== null ? null : readBody(industries, body);
  if (body !== null && (department ?? industry) === null) reading.fault('部门', t.unknownDepartment);
  const sectionName = reading.text('科室');
  const section = sectionName === null ? null : readBody(sections, sectionName);
  if (sectionName !== null && section === null) reading.fault('科室', t.unknownSection);
  return { department: department?.id ?? null, section: section?.id ?? null, industry: industry?.id ?? null };
}

interface Bodies {
  department: string | null;
  section: string | null;
  industry: string | null;
}

// The body a role is held in; without it the role would see nothing and be asked nothing.
const heldIn: Partial<Record<StaffRoleId, { body: keyof Bodies; column: string; fault: (role: string) => string }>> = {
  'dept-officer': { body: 'department', column: '部门', fault: t.needsDepartment },
  'dept-leader': { body: 'department', column: '部门', fault: t.needsDepartment },
  'industry-contact': { body: 'industry', column: '部门', fault: t.needsDepartment },
  'section-officer': { body: 'section', column: '科室', fault: t.needsSection },
  'section-head': { body: 'section', column: '科室', fault: t.needsSection },
};

function checkPost(reading: RowReading, roles: readonly StaffRoleId[], station: Station | null, bodies: Bodies): void {
  for (const role of roles) {
    const { level, name } = roleOf(role);
    if (!isWithin(station, level)) reading.fault('站点编码', t.roleLevel(name));
    const held = heldIn[role];
    if (held !== undefined && bodies[held.body] === null) reading.fault(held.column, held.fault(name));
  }
}

/** Whether a role of that level has its area from the station. */
function isWithin(station: Station | null, level: Level): boolean {
  if (level === 'district') return true;
  return station !== null && station[level] !== null;
}

async function write(deps: { db: Database; sealer: Sealer }, batch: ReadRow<NewStaff>[], isDryRun: boolean) {
  return deps.db.transaction(async (tx) => {
    const holders = await accountHolders(
      tx,
      batch.map(({ value }) => value),
    );
    const faults: TableFault[] = batch.flatMap(({ row, value }) => {
      const isTaken = (holder: string | undefined) => holder !== undefined && holder !== value.id;
      const fault = (column: string) => ({ line: row.line, column, reason: t.accountTaken });
      return [
        ...(isTaken(holders.dingtalk.get(value.dingtalkUserId ?? '')) ? [fault('钉钉userId')] : []),
        ...(isTaken(holders.zzd.get(value.zzdAccountId ?? '')) ? [fault('浙政钉accountId')] : []),
      ];
    });
    const faulty = new Set(faults.map((one) => one.line));
    const sound = batch.filter(({ row }) => !faulty.has(row.line)).map(({ value }) => value);
    return { ...(await saveStaff(tx, deps.sealer, sound, isDryRun)), faults };
  });
}
