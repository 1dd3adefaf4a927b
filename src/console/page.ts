import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { RoleId, StaffRoleId } from '../organisation/role.ts';
import type { Staff } from '../organisation/staff.ts';
import type { ConsoleDeps } from './console-deps.ts';
import type { PostedForm } from './frame/posted-form.ts';
import type { Session } from './session/session-store.ts';

/** Who may open a page: everybody signed in, or the holders of roles. What of it they see is the features' to say. */
export type Audience = 'staff' | readonly StaffRoleId[];

/** One request of somebody signed in. */
export interface Visit {
  c: Context;
  deps: ConsoleDeps;
  now: Date;
  staff: Staff;
  session: Session;
}

/** What a page answers with. `go` is followed by a fresh GET, so that reloading repeats nothing. */
export type Answer =
  | { kind: 'page'; title: string; body: Child; status: PageStatus; isWide: boolean; refreshes: string | null }
  | { kind: 'part'; body: Child }
  | { kind: 'go'; to: string; notice: string | null }
  | { kind: 'raw'; response: Response };

export type PageStatus = 200 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 500;

/** One page: its address, who may open it, what it shows and what it takes. */
export interface Page {
  path: string;
  audience: Audience;
  get?: (visit: Visit) => Promise<Answer>;
  post?: (visit: Visit, form: PostedForm) => Promise<Answer>;
  /** Longest form that it takes, in bytes. */
  mostBytes?: number;
  /** Asked for by a page's script on its own account: it keeps nobody signed in. */
  isByItself?: boolean;
}

interface ShowOptions {
  status?: PageStatus;
  /** Takes the whole width of a large screen. */
  isWide?: boolean;
  /** Address of live news about this page; a change loads its `data-live` parts anew. */
  refreshes?: string;
}

export function show(title: string, body: Child, options: ShowOptions = {}): Answer {
  const { status = 200, isWide = false, refreshes = null } = options;
  return { kind: 'page', title, body, status, isWide, refreshes };
}

export function go(to: string, notice: string | null = null): Answer {
  return { kind: 'go', to, notice };
}

export function raw(response: Response): Answer {
  return { kind: 'raw', response };
}

export function mayOpen(staff: Staff, audience: Audience): boolean {
  return audience === 'staff' || audience.some((role: RoleId) => staff.roles.includes(role));
}

/** One request of whoever it is. */
export interface OpenVisit {
  c: Context;
  deps: ConsoleDeps;
  now: Date;
  staff: Staff | null;
  session: Session | null;
}

/** A page that needs no signing in. Who posts to it is its own to say. */
export interface OpenPage {
  path: string;
  get?: (visit: OpenVisit) => Promise<Answer>;
  post?: (visit: OpenVisit, form: PostedForm) => Promise<Answer>;
  mostBytes?: number;
}
