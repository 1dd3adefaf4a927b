import { Hono } from 'hono';
import { archiveSheet } from '../cases/archive-sheet.ts';
import type { CaseDeps } from '../cases/case-deps.ts';
import { shownValue } from '../dialogue/shown-value.ts';
import { findStaff } from '../organisation/staff-store.ts';
import type { Clock } from '../platform/clock.ts';
import { openLink } from '../platform/signed-link.ts';
import { texts } from './texts.ts';

export interface SheetRouteDeps {
  cases: CaseDeps;
  clock: Clock;
  secret: string;
}

/** `GET /sheet/:token`: the archive sheet of a case to whom the link was given, as they may see it when it is opened. */
export function sheetRoutes({ cases, clock, secret }: SheetRouteDeps): Hono {
  const routes = new Hono();
  routes.get('/sheet/:token', async (c) => {
    const now = clock.now();
    const link = openLink(secret, c.req.param('token'), now);
    const staff = link?.sheet && link.staff ? await findStaff(cases.db.tx, link.staff) : null;
    if (!staff?.isActive || !link?.sheet) return c.text(texts.linkOver, 410);
    const asked = { no: link.sheet, now, channel: 'link', purpose: texts.sheetPurpose, shownValue };
    const made = await archiveSheet(cases, staff, asked);
    if (!made.ok) return c.text(made.sentence, 404);
    return c.body(new Uint8Array(made.pdf), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${link.sheet}.pdf"`,
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
    });
  });
  return routes;
}
