import type { RoleId } from '../../organisation/role.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';

/** A conversation in the hands of the duty officer. */
export interface HandOff {
  id: string;
  channel: string;
  staffId: string;
  role: RoleId;
  officerId: string | null;
  openedAt: Date;
}

interface Row {
  id: string;
  channel: string;
  staff_id: string;
  role: string;
  officer_id: string | null;
  opened_at: Date;
}

const read = (row: Row): HandOff => ({
  id: row.id,
  channel: row.channel,
  staffId: row.staff_id,
  role: row.role as RoleId,
  officerId: row.officer_id,
  openedAt: row.opened_at,
});

const OPEN = 'id, channel, staff_id, role, officer_id, opened_at FROM hand_off WHERE closed_at IS NULL';

/** False: this person has one open already (or this very message made it). */
export async function openHandOff(tx: Tx, { id, channel, staffId, role, openedAt }: Omit<HandOff, 'officerId'>): Promise<boolean> {
  const count = await tx.$executeRaw`INSERT INTO hand_off (id, channel, staff_id, role, opened_at)
    VALUES (${id}, ${channel}, ${staffId}, ${role}, ${openedAt}::timestamptz) ON CONFLICT DO NOTHING`;
  return count === 1;
}

/** The open one of a person; null when there is none. */
export async function handOffOf(tx: Tx, staffId: string): Promise<HandOff | null> {
  const [row] = await tx.$queryRawUnsafe<Row[]>(`SELECT ${OPEN} AND staff_id = $1`, staffId);
  return row ? read(row) : null;
}

/** All that are open, the oldest first. */
export async function openHandOffs(tx: Tx): Promise<HandOff[]> {
  return (await tx.$queryRawUnsafe<Row[]>(`SELECT ${OPEN} ORDER BY opened_at, id`)).map(read);
}

/** Those that nobody has answered since before `before` and that were not raised to the next level yet. */
export async function unansweredHandOffs(tx: Tx, before: Date): Promise<HandOff[]> {
  const rows = await tx.$queryRawUnsafe<Row[]>(
    `SELECT ${OPEN} AND answered_at IS NULL AND raised_at IS NULL AND opened_at <= $1::timestamptz ORDER BY opened_at, id LIMIT 50`,
    before,
  );
  return rows.map(read);
}

/** Puts down that an officer has answered; the first to do so has it from then on. */
export async function takeHandOff(tx: Tx, id: string, officerId: string, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE hand_off SET officer_id = coalesce(officer_id, ${officerId}), answered_at = coalesce(answered_at, ${now}::timestamptz)
    WHERE id = ${id} AND closed_at IS NULL`;
}

/** Asks the next post. False: somebody answered or raised it meanwhile. */
export async function raiseHandOff(tx: Tx, id: string, role: RoleId, now: Date): Promise<boolean> {
  const count = await tx.$executeRaw`UPDATE hand_off SET role = ${role}, raised_at = ${now}::timestamptz
    WHERE id = ${id} AND closed_at IS NULL AND answered_at IS NULL AND raised_at IS NULL`;
  return count === 1;
}

/** False: it was closed before. */
export async function closeHandOff(tx: Tx, id: string, closedBy: string, now: Date): Promise<boolean> {
  const count = await tx.$executeRaw`UPDATE hand_off SET closed_at = ${now}::timestamptz, closed_by = ${closedBy}
    WHERE id = ${id} AND closed_at IS NULL`;
  return count === 1;
}

/** Keeps one message of either side. `id`: the message's own key. False: it was kept before. */
export async function keepWord(
  tx: Tx,
  sealer: Sealer,
  word: { id: string; handOffId: string; fromStaff: string; said: string; saidAt: Date },
): Promise<boolean> {
  const sealed = sealer.seal(word.said, { table: 'hand_off_word', column: 'said_sealed', row: word.id });
  const count = await tx.$executeRaw`INSERT INTO hand_off_word (id, hand_off_id, from_staff, said_sealed, said_at)
    VALUES (${word.id}, ${word.handOffId}, ${word.fromStaff}, ${sealed}, ${word.saidAt}::timestamptz) ON CONFLICT (id) DO NOTHING`;
  return count === 1;
}

/** What was said so far, the oldest first. */
export async function wordsOf(tx: Tx, sealer: Sealer, handOffId: string): Promise<{ fromStaff: string; said: string }[]> {
  const rows = await tx.$queryRaw<{ id: string; from_staff: string; said_sealed: string }[]>`
    SELECT id, from_staff, said_sealed FROM hand_off_word WHERE hand_off_id = ${handOffId} ORDER BY said_at, id LIMIT 50`;
  return rows.map((row) => ({
    fromStaff: row.from_staff,
    said: sealer.open(row.said_sealed, { table: 'hand_off_word', column: 'said_sealed', row: row.id }),
  }));
}
