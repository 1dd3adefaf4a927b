import type { App } from '../app.ts';
import type { DirectoryQuery, LocalDirectory, LocalUser } from '../channels/local-dingtalk/local-directory.ts';
import { bodyName, departments, industries, sections } from '../organisation/departments.ts';
import { roleOf } from '../organisation/role.ts';
import type { Staff } from '../organisation/staff.ts';
import { listStaff } from '../organisation/staff-store.ts';

const FRESH_MS = 10_000;

/** The people of the local DingTalk are the staff of the table, looked up anew every few seconds: an import shows without a restart. */
export function staffDirectory(app: App): LocalDirectory {
  let known: { users: LocalUser[]; readAt: number } | null = null;
  const users = async () => {
    const now = app.clock.now().getTime();
    if (known && now - known.readAt < FRESH_MS) return known.users;
    const staff = await listStaff(app.db.tx, {});
    known = { users: staff.flatMap((one) => (one.dingtalkUserId === null ? [] : [toUser(one, one.dingtalkUserId)])), readAt: now };
    return known.users;
  };
  return {
    list: async (query) => {
      const { offset = 0, limit = 50 } = query;
      return (await users()).filter((user) => fits(user, query)).slice(offset, offset + limit);
    },
    get: async (userId) => (await users()).find((user) => user.userId === userId) ?? null,
    roles: async () => [...new Set((await users()).flatMap((user) => user.roles))],
  };
}

/** Every word of the search must occur somewhere: 姜山 联络员. */
function fits(user: LocalUser, { text = '', role }: DirectoryQuery): boolean {
  if (role && !user.roles.includes(role)) return false;
  const where = [user.name, user.title, user.area, user.userId].join(' ');
  return text
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => where.includes(word));
}

function toUser(staff: Staff, userId: string): LocalUser {
  const roles = staff.roles.map((role) => roleOf(role).name);
  return { userId, name: staff.name, title: roles.join('、'), mobile: '', area: areaOf(staff), roles };
}

function areaOf(staff: Staff): string {
  if (staff.department) return bodyName(departments, staff.department);
  if (staff.industry) return bodyName(industries, staff.industry);
  if (staff.section) return bodyName(sections, staff.section);
  return [staff.town, staff.village].filter(Boolean).join(' ') || '鄞州区';
}
