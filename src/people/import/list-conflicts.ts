import type { AuditEntry } from '../../audit/audit-entry.ts';
import { recordAudit } from '../../audit/audit-store.ts';
import type { RoleId } from '../../organisation/role.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { type Access, access, type Viewer } from '../access/access.ts';
import { maskName } from '../access/masking.ts';
import { classOfField, differingPositions, shownSide } from './conflict-fields.ts';
import { type ConflictState, findConflicts, type StoredConflict } from './conflict-store.ts';
import { conflictTexts as t } from './conflict-texts.ts';

export interface ConflictDeps {
  tx: Tx;
  sealer: Sealer;
  now: Date;
  channel: string;
}

/** A conflict side by side, as one viewer may see it. */
export interface ShownConflict {
  id: string;
  archiveNo: string;
  name: string;
  /** The list's column. */
  column: string;
  /** Null: on file, but not for this viewer. Empty: nothing there. */
  list: string | null;
  archive: string | null;
  /** Where two numbers differ, in words; null where that says nothing. */
  where: string | null;
  line: number;
  changedBy: string | null;
  changedAt: string | null;
  state: ConflictState;
  mayDecide: boolean;
}

/** Who keeps the archive (organisation.yaml archive.update, case.review); the person must be theirs to see in full. */
const deciders: readonly RoleId[] = ['town-officer', 'town-head', 'center-officer', 'section-officer', 'section-head'];

export function mayDecide(viewer: Viewer, granted: Access): boolean {
  return viewer.roles.some((role) => deciders.includes(role)) && granted.archive_basic === 'full';
}

export interface ConflictPage {
  conflicts: ShownConflict[];
  /** Give it as `after` for the next page; null when this was the last. */
  next: string | null;
}

const PAGE = 200;

/** Conflicts of the people whom a viewer reaches, side by side; recorded as a look at each of these files. Call it last in a transaction. */
export async function listConflicts(
  deps: ConflictDeps,
  viewer: Viewer,
  filter: { state?: ConflictState; archiveNo?: string | undefined; after?: string | undefined } = {},
): Promise<ConflictPage> {
  const found = await findConflicts(deps.tx, deps.sealer, viewer, { state: 'open', ...filter, limit: PAGE });
  const shown = found.flatMap((one) => {
    const granted = access(viewer, one, { inCase: one.inCase });
    return granted.archive_basic === 'full' || granted.archive_basic === 'masked' ? [shownConflict(one, viewer, granted)] : [];
  });
  await recordAudit(deps.tx, looks(deps, viewer, found, shown));
  return { conflicts: shown, next: found.length < PAGE ? null : (found.at(-1)?.id ?? null) };
}

function shownConflict(one: StoredConflict, viewer: Viewer, granted: Access): ShownConflict {
  const positions = differingPositions(one);
  return {
    id: one.id,
    archiveNo: one.archiveNo,
    name: maskName(one.name, 'private_chat', granted.archive_basic === 'full') ?? '',
    column: t.columns[one.field],
    list: shownSide(one, granted, one.listValue),
    archive: shownSide(one, granted, one.archiveValue),
    where: positions === null ? null : t.positions(positions),
    line: one.line,
    changedBy: one.changedBy,
    changedAt: one.changedAt?.toISOString() ?? null,
    state: one.state,
    mayDecide: mayDecide(viewer, granted),
  };
}

function looks(deps: ConflictDeps, viewer: Viewer, found: readonly StoredConflict[], shown: readonly ShownConflict[]): AuditEntry[] {
  const seen = new Set(shown.map((one) => one.id));
  const byFile = Map.groupBy(found, (one) => one.archiveNo);
  return [...byFile]
    .filter(([, conflicts]) => conflicts.some((one) => seen.has(one.id)))
    .map(([archiveNo, conflicts]) => ({
      at: deps.now,
      actor: viewer.id,
      action: 'read',
      subject: archiveNo,
      caseNo: null,
      channel: deps.channel,
      purpose: t.purpose,
      outcome: 'ok',
      detail: { conflicts: conflicts.map((one) => classOfField(one.field, [one.listValue, one.archiveValue])) },
    }));
}
