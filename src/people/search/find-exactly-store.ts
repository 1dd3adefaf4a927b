import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';

/**
 * The archive number of exactly one person: by archive number, identity number, or village and full name. Null when there is none or more than
 * one. It looks at all of the district and tells nothing else: for the emergency, whose opening is told and reviewed.
 */
export async function findExactly(tx: Tx, sealer: Sealer, said: string): Promise<string | null> {
  const who = said.replace(/\s/g, '');
  if (/^YZ-\d+$/i.test(who))
    return one(await tx.$queryRaw`SELECT archive_no AS no FROM person WHERE archive_no = ${who.toUpperCase()} LIMIT 2`);
  if (/^\d{17}[\dXx]$/.test(who)) {
    const index = sealer.index('idcard', who.toUpperCase());
    return one(await tx.$queryRaw`SELECT archive_no AS no FROM person WHERE idcard_index = ${index} LIMIT 2`);
  }
  const [, village, name] = /^(.{2,12}?(?:社区|村))的?(.{2,6})$/u.exec(who) ?? [];
  if (village === undefined || name === undefined) return null;
  return one(
    await tx.$queryRaw`SELECT archive_no AS no FROM person WHERE name = ${name} AND merged_into IS NULL AND village LIKE ${`%${village}`} LIMIT 2`,
  );
}

function one(rows: { no: string }[]): string | null {
  return rows.length === 1 ? (rows[0]?.no ?? null) : null;
}
