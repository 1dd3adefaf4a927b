import type { Context } from 'hono';
import { findStaff } from '../../organisation/staff-store.ts';
import type { ConsoleDeps } from '../console-deps.ts';
import type { Visit } from '../page.ts';
import { noteSeen, type Presence, presenceOf } from '../session/session.ts';
import { endSession, type Session } from '../session/session-store.ts';

/** Whether a request comes from somebody signed in; `over` and `half` tell what their session was. */
export type Admission = { kind: 'in'; visit: Visit } | { kind: 'half'; session: Session } | { kind: 'out'; over: Session | null };

/** `isByItself`: the page asks on its own account, which keeps nobody signed in. */
export async function admit(c: Context, deps: ConsoleDeps, isByItself = false): Promise<Admission> {
  const now = deps.clock.now();
  const presence: Presence = await presenceOf(c, deps, now);
  if (presence.kind !== 'present') return { kind: 'out', over: presence.kind === 'over' ? presence.session : null };
  const { session } = presence;
  const staff = await findStaff(deps.db.tx, session.staffId);
  if (!staff?.isActive) {
    // Who has left the post is out at once, in every browser.
    await endSession(deps.db.tx, session.id, session.staffId, now);
    return { kind: 'out', over: null };
  }
  if (session.state === 'second-factor') return { kind: 'half', session };
  if (!isByItself) await noteSeen(deps, session, now);
  return { kind: 'in', visit: { c, deps, now, staff, session } };
}
