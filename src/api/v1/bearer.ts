import { timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { findStaff } from '../../organisation/staff-store.ts';
import { maskedViewer } from '../../people/access/masked-viewer.ts';
import { sha256 } from '../../platform/api-tokens.ts';
import type { ApiToken } from '../../platform/config.ts';
import type { ApiDeps, ApiEnv, Caller, Scope } from './api-deps.ts';
import { ApiProblem } from './problem.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { apiTexts as say } from './texts.ts';

const ranks: Readonly<Record<Scope, number>> = { read: 0, write: 1, admin: 2 };

export type Guard = (scope: Scope) => MiddlewareHandler<ApiEnv>;

/** Lets a call in: a known token within its rate, of the scope or a higher one, and acting for somebody in post where it names anybody. */
export function createGuard(deps: ApiDeps): Guard {
  const rate = createRateLimit(deps.requestsPerMinute);
  return (scope) => async (c, next) => {
    const token = tokenOf(deps, c.req.header('authorization'));
    const left = takeTurn(rate, token, deps.clock.now());
    c.header('RateLimit-Limit', String(rate.perMinute));
    c.header('RateLimit-Remaining', String(left));
    if (ranks[token.scope] < ranks[scope]) throw new ApiProblem(403, 'scope-missing', say.scopeMissing(token.name, token.scope, scope));
    c.set('caller', await callerOf(deps, token, c.req.header('x-acting-staff')));
    await next();
  };
}

function takeTurn(rate: RateLimit, token: ApiToken, now: Date): number {
  const verdict = rate.take(token.name, now);
  if (verdict.isAllowed) return verdict.left;
  const seconds = verdict.retryAfterSeconds;
  throw new ApiProblem(429, 'too-many-requests', say.tooMany(seconds), { headers: { 'retry-after': String(seconds) } });
}

function tokenOf({ tokens, areTokensGenerated }: ApiDeps, header: string | undefined): ApiToken {
  const where = areTokensGenerated ? say.tokensInFile : say.tokensInConfig;
  const headers = { 'www-authenticate': 'Bearer realm="yinling"' };
  const given = /^Bearer +([\x21-\x7e]+) *$/i.exec(header ?? '')?.[1];
  if (given === undefined) throw new ApiProblem(401, 'token-missing', say.noToken(where), { headers });
  const hash = Buffer.from(sha256(given));
  // Every token is compared, so that the time taken says nothing of which one was nearly right.
  const [found] = tokens.filter((one) => timingSafeEqual(Buffer.from(one.sha256), hash));
  if (!found) throw new ApiProblem(401, 'token-unknown', say.badToken(where), { headers });
  return found;
}

async function callerOf(deps: ApiDeps, { name }: ApiToken, header: string | undefined): Promise<Caller> {
  const id = header?.trim() ?? '';
  if (id === '') return { token: name, staff: null, viewer: maskedViewer(`api:${name}`) };
  const staff = await findStaff(deps.db.tx, id);
  if (!staff) throw new ApiProblem(403, 'acting-staff-unknown', say.unknownActing);
  if (!staff.isActive) throw new ApiProblem(403, 'acting-staff-inactive', say.inactiveActing(staff.name));
  return { token: name, staff, viewer: staff };
}

/** Whoever acts; refused where nobody is named. */
export function actingStaff({ staff }: Caller): NonNullable<Caller['staff']> {
  if (!staff) throw new ApiProblem(403, 'acting-staff-required', say.actingNeeded);
  return staff;
}
