import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { levelOfStaff, type Scanner } from '../credentials/scanner/scanner-level.ts';
import { scannerOf } from '../credentials/scanner/scanners.ts';
import type { Staff } from '../organisation/staff.ts';
import type { Database } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';

export const SCANNER_COOKIE = 'yl_scanner';

/** The member of staff who is signed in where a request comes from; null: nobody. */
export type StaffOf = (c: Context) => Promise<Staff | null>;

/** Who scans: a signed-in member of staff, an enrolled device (cookie, or `Authorization: Bearer`), else the public. */
export async function scannerOfRequest(deps: { db: Database; sealer: Sealer; staffOf: StaffOf }, c: Context): Promise<Scanner> {
  const staff = await deps.staffOf(c);
  if (staff) return { level: levelOfStaff(staff), actor: staff.id, mark: `staff:${staff.id}`, staff };
  const secret = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? getCookie(c, SCANNER_COOKIE);
  const device = secret === undefined ? null : await scannerOf(deps.db.tx, secret);
  if (device) return { level: device.level, actor: `scanner:${device.id}`, mark: `scanner:${device.id}`, staff: null };
  // Only an index of where it came from is kept, for a minute: enough to tell a second reader from the first.
  const mark = deps.sealer.index('scan-reader', `${addressOf(c)}\n${c.req.header('user-agent') ?? ''}`);
  return { level: 'public', actor: 'scanner:public', mark, staff: null };
}

const NEAR = /^(::1|::ffff:127\.|127\.|::ffff:10\.|10\.|::ffff:192\.168\.|192\.168\.|f[cd])/;

/** The far end's address. A proxy is believed only from the same machine or house: what anybody else writes there is not. */
export function addressOf(c: Context): string {
  const direct = directAddress(c);
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  return forwarded && NEAR.test(direct) ? forwarded : direct;
}

function directAddress(c: Context): string {
  // Requests of tests come without a connection.
  return c.env && 'incoming' in (c.env as object) ? (getConnInfo(c).remote.address ?? '') : '';
}
