import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import type { Post } from './duty.ts';
import { isRoleId, type Level, type RoleId } from './role.ts';
import type { NewStaff, Staff, StaffLeave } from './staff.ts';

interface StaffRow {
  id: string;
  name: string;
  roles: string[] | null;
  level: string;
  station_code: string | null;
  town: string | null;
  village: string | null;
  department: string | null;
  section: string | null;
  industry: string | null;
  dingtalk_user_id: string | null;
  zzd_account_id: string | null;
  is_active: boolean;
}

const SELECT_STAFF = `SELECT s.id, s.name, s.level, s.station_code, s.town, s.village, s.department, s.section, s.industry,
  s.dingtalk_user_id, s.zzd_account_id, s.is_active,
  (SELECT array_agg(r.role ORDER BY r.role) FROM staff_role r WHERE r.staff_id = s.id) AS roles FROM staff s`;

export async function findStaff(tx: Tx, id: string): Promise<Staff | null> {
  return first(await select(tx, 's.id = $1', [id]));
}

/** Several at once, in the order of their ids. */
export async function findStaffByIds(tx: Tx, ids: readonly string[]): Promise<Staff[]> {
  return ids.length === 0 ? [] : select(tx, 's.id = ANY($1::text[])', [ids]);
}

/** Whoever left their post is found too: the caller tells them so (`isActive`). */
export async function findStaffByUserId(tx: Tx, channel: 'dingtalk' | 'zhezhengding', userId: string): Promise<Staff | null> {
  return first(await select(tx, channel === 'dingtalk' ? 's.dingtalk_user_id = $1' : 's.zzd_account_id = $1', [userId]));
}

/** Active staff of that name; within the area when one is given. Several of one name are for the caller to ask about. */
export async function findStaffByName(tx: Tx, name: string, area: { town?: string; village?: string } = {}): Promise<Staff[]> {
  return listStaff(tx, { name, isActive: true, ...area });
}

export interface StaffFilter {
  name?: string;
  role?: RoleId;
  roles?: readonly RoleId[];
  level?: Level;
  town?: string;
  village?: string;
  department?: string;
  section?: string;
  industry?: string;
  stationCode?: string;
  isActive?: boolean;
  /** Of that town (its villages too), or of no town. */
  townOrDistrict?: string;
}

const equalColumns = {
  name: 's.name',
  level: 's.level',
  town: 's.town',
  village: 's.village',
  department: 's.department',
  section: 's.section',
  industry: 's.industry',
  stationCode: 's.station_code',
  isActive: 's.is_active',
} as const;

/** Staff that fit every given condition, by id. */
export async function listStaff(tx: Tx, filter: StaffFilter): Promise<Staff[]> {
  const conditions: string[] = ['true'];
  const values: unknown[] = [];
  for (const [key, column] of Object.entries(equalColumns)) {
    const value = filter[key as keyof typeof equalColumns];
    if (value !== undefined) conditions.push(`${column} = $${values.push(value)}`);
  }
  const wanted = filter.roles ?? (filter.role === undefined ? undefined : [filter.role]);
  if (wanted !== undefined)
    conditions.push(`EXISTS (SELECT 1 FROM staff_role r WHERE r.staff_id = s.id AND r.role = ANY($${values.push([...wanted])}::text[]))`);
  if (filter.townOrDistrict !== undefined) conditions.push(`(s.town = $${values.push(filter.townOrDistrict)} OR s.town IS NULL)`);
  return select(tx, conditions.join(' AND '), values);
}

/** Active holders of a post, by id. What the post does not name is not asked for. */
export async function staffHolding(tx: Tx, post: Post): Promise<Staff[]> {
  const given = Object.fromEntries(Object.entries(post).filter(([, value]) => value !== undefined));
  return listStaff(tx, { ...given, role: post.role, isActive: true });
}

/** Creates or replaces staff and their roles. Returns how many rows were new, changed, as they were. */
export async function saveStaff(
  tx: Tx,
  sealer: Sealer,
  staff: readonly NewStaff[],
  isDryRun = false,
): Promise<{ created: number; updated: number; unchanged: number }> {
  const known = new Map((await storedStaff(tx, staff)).map((row) => [row.id, row]));
  const changed = staff.filter((one) => {
    const stored = known.get(one.id);
    return stored === undefined || describe(one, one.phone) !== describe(stored, openPhone(sealer, stored));
  });
  for (let start = 0; start < changed.length && !isDryRun; start += 500) await writeStaff(tx, sealer, changed.slice(start, start + 500));
  const created = changed.filter((one) => !known.has(one.id)).length;
  return { created, updated: changed.length - created, unchanged: staff.length - changed.length };
}

/** Who holds the accounts that these staff want: account → staff id. */
export async function accountHolders(
  tx: Tx,
  staff: readonly NewStaff[],
): Promise<{ dingtalk: Map<string, string>; zzd: Map<string, string> }> {
  const present = (ids: (string | null)[]) => ids.filter((id) => id !== null);
  const dingtalk = present(staff.map((one) => one.dingtalkUserId));
  const zzd = present(staff.map((one) => one.zzdAccountId));
  const rows = await tx.staff.findMany({
    where: { OR: [{ dingtalk_user_id: { in: dingtalk } }, { zzd_account_id: { in: zzd } }] },
    select: { id: true, dingtalk_user_id: true, zzd_account_id: true },
  });
  const holders = (column: 'dingtalk_user_id' | 'zzd_account_id') =>
    new Map(rows.flatMap((row) => (row[column] === null ? [] : [[row[column], row.id] as const])));
  return { dingtalk: holders('dingtalk_user_id'), zzd: holders('zzd_account_id') };
}

type StoredStaff = Staff & { phoneSealed: string | null };

async function storedStaff(tx: Tx, staff: readonly NewStaff[]): Promise<StoredStaff[]> {
  const ids = staff.map((one) => one.id);
  const found = await findStaffByIds(tx, ids);
  const phones = await tx.staff.findMany({ where: { id: { in: ids } }, select: { id: true, phone_sealed: true } });
  const sealedOf = new Map(phones.map((row) => [row.id, row.phone_sealed]));
  return found.map((one) => ({ ...one, phoneSealed: sealedOf.get(one.id) ?? null }));
}

function openPhone(sealer: Sealer, stored: StoredStaff): string | null {
  return stored.phoneSealed === null ? null : sealer.open(stored.phoneSealed, phonePlace(stored.id));
}

function describe(staff: Staff, phone: string | null): string {
  const { id, name, level, stationCode, town, village, department, section, industry, dingtalkUserId, zzdAccountId, isActive } = staff;
  const roles = [...staff.roles].sort();
  return JSON.stringify([
    ...[id, name, level, stationCode, town, village, department, section, industry, dingtalkUserId, zzdAccountId, isActive],
    roles,
    phone,
  ]);
}

async function writeStaff(tx: Tx, sealer: Sealer, staff: readonly NewStaff[]): Promise<void> {
  const rows = staff.map(({ roles: _, phone, ...one }) => ({
    ...one,
    phone: phone === null ? null : sealer.seal(phone, phonePlace(one.id)),
  }));
  await tx.$executeRaw`
    INSERT INTO staff (id, name, phone_sealed, station_code, level, town, village, department, section, industry,
      dingtalk_user_id, zzd_account_id, is_active, demo)
    SELECT id, name, phone, "stationCode", level, town, village, department, section, industry, "dingtalkUserId", "zzdAccountId",
      "isActive", demo
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id TEXT, name TEXT, phone TEXT, "stationCode" TEXT, level TEXT, town TEXT,
      village TEXT, department TEXT, section TEXT, industry TEXT, "dingtalkUserId" TEXT, "zzdAccountId" TEXT, "isActive" BOOLEAN, demo BOOLEAN)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, phone_sealed = excluded.phone_sealed, station_code = excluded.station_code,
      level = excluded.level, town = excluded.town, village = excluded.village, department = excluded.department,
      section = excluded.section, industry = excluded.industry, dingtalk_user_id = excluded.dingtalk_user_id,
      zzd_account_id = excluded.zzd_account_id, is_active = excluded.is_active, updated_at = now()`;
  await tx.$executeRaw`DELETE FROM staff_role WHERE staff_id = ANY(${staff.map((one) => one.id)}::text[])`;
  const pairs = staff.flatMap((one) => one.roles.map((role) => ({ staff_id: one.id, role })));
  await tx.staff_role.createMany({ data: pairs });
}

/** Leaves that cover a day, for everyone. */
export async function leavesOn(tx: Tx, day: Day): Promise<StaffLeave[]> {
  return tx.$queryRaw<StaffLeave[]>`
    SELECT id, staff_id AS "staffId", deputy_id AS "deputyId", from_on::text AS "fromOn", to_on::text AS "toOn"
    FROM staff_leave WHERE from_on <= ${day}::date AND to_on >= ${day}::date ORDER BY created_at, id`;
}

/** Puts a leave down. Two leaves of one person that overlap are allowed: the one put down last stands. */
export async function addLeave(tx: Tx, leave: StaffLeave): Promise<void> {
  await tx.$executeRaw`INSERT INTO staff_leave (id, staff_id, deputy_id, from_on, to_on)
    VALUES (${leave.id}, ${leave.staffId}, ${leave.deputyId}, ${leave.fromOn}::date, ${leave.toOn}::date)`;
}

function phonePlace(id: string) {
  return { table: 'staff', column: 'phone_sealed', row: id };
}

async function select(tx: Tx, condition: string, values: readonly unknown[]): Promise<Staff[]> {
  return (await tx.$queryRawUnsafe<StaffRow[]>(`${SELECT_STAFF} WHERE ${condition} ORDER BY s.id`, ...values)).map(fromRow);
}

function fromRow(row: StaffRow): Staff {
  return {
    id: row.id,
    name: row.name,
    roles: (row.roles ?? []).filter(isRoleId),
    level: row.level as Level,
    stationCode: row.station_code,
    town: row.town,
    village: row.village,
    department: row.department,
    section: row.section,
    industry: row.industry,
    dingtalkUserId: row.dingtalk_user_id,
    zzdAccountId: row.zzd_account_id,
    isActive: row.is_active,
  };
}

function first<T>(rows: readonly T[]): T | null {
  return rows[0] ?? null;
}
