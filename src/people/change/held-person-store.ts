import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { readName } from '../name-reading.ts';
import { blindIndexes, openFact, type SealedFact, sealedColumns, sealedFacts, sealFact } from '../person-seal.ts';
import type { FactName, PersonFacts } from './person-facts.ts';

/** Columns of the plain facts that may be changed. */
const plainColumns = {
  name: 'name',
  sex: 'sex',
  birthOn: 'birth_on',
  bankName: 'bank_name',
  cardNo: 'card_no',
  enlistedOn: 'enlisted_on',
  dischargedOn: 'discharged_on',
  branch: 'branch',
  merit: 'merit',
  hardship: 'hardship',
  disabilityGrade: 'disability_grade',
  disabilityNature: 'disability_nature',
  disabilityOn: 'disability_on',
  livesAlone: 'lives_alone',
  isBedridden: 'is_bedridden',
  keyCategory: 'key_category',
} as const satisfies Partial<Record<FactName, string>>;

type PlainFact = keyof typeof plainColumns;
const dayFacts: ReadonlySet<string> = new Set(['birthOn', 'enlistedOn', 'dischargedOn', 'disabilityOn']);

/** A file held by this transaction, in clear: what a change is judged by. */
export interface HeldPerson {
  archiveNo: string;
  town: string | null;
  village: string | null;
  status: string;
  lifecycle: string;
  mergedInto: string | null;
  version: number;
  facts: Record<FactName, unknown>;
}

export async function holdPerson(tx: Tx, sealer: Sealer, archiveNo: string): Promise<HeldPerson | null> {
  const plain = Object.entries(plainColumns).map(([fact, column]) => `${column}${dayFacts.has(fact) ? '::text' : ''} AS "${fact}"`);
  const sealed = sealedFacts.map((fact) => `${sealedColumns[fact]} AS "${fact}"`);
  const [row] = await tx.$queryRawUnsafe<Record<string, unknown>[]>(
    `SELECT archive_no AS "archiveNo", town, village, status, lifecycle, merged_into AS "mergedInto", version, ${[...plain, ...sealed].join(', ')}
     FROM person WHERE archive_no = $1 FOR UPDATE`,
    archiveNo,
  );
  if (!row) return null;
  const { town, village, status, lifecycle, mergedInto, version, archiveNo: _, ...facts } = row;
  for (const fact of sealedFacts) facts[fact] = openFact(sealer, fact, (facts[fact] ?? null) as string | null, archiveNo);
  return {
    archiveNo,
    town: town as string | null,
    village: village as string | null,
    status: String(status),
    lifecycle: String(lifecycle),
    mergedInto: mergedInto as string | null,
    version: Number(version),
    facts: facts as Record<FactName, unknown>,
  };
}

/** Writes changed facts, sealed and indexed where they must be. */
export async function writeFacts(tx: Tx, sealer: Sealer, archiveNo: string, facts: PersonFacts, now: Date): Promise<void> {
  const values: unknown[] = [archiveNo, now];
  const bind = (value: unknown, cast = '') => `$${values.push(value)}${cast}`;
  const sets = ['version = version + 1', 'updated_at = $2'];
  for (const [fact, value] of Object.entries(facts)) {
    if (fact in plainColumns) sets.push(`${plainColumns[fact as PlainFact]} = ${bind(value, dayFacts.has(fact) ? '::date' : '')}`);
    if (fact in sealedColumns) {
      const key = fact as SealedFact;
      sets.push(`${sealedColumns[key]} = ${bind(sealFact(sealer, key, value as string | null, archiveNo))}`);
    }
  }
  for (const [column, value] of indexColumns(sealer, facts)) sets.push(`${column} = ${bind(value)}`);
  await tx.$executeRawUnsafe(`UPDATE person SET ${sets.join(', ')} WHERE archive_no = $1`, ...values);
}

function indexColumns(sealer: Sealer, facts: PersonFacts): [string, string | null][] {
  const index = blindIndexes(sealer, { idcard: facts.idcard ?? null, phone: facts.phone ?? null, bankcard: facts.bankcard ?? null });
  const columns: [string, string | null][] = [];
  if (facts.idcard !== undefined) columns.push(['idcard_index', index.idcardIndex], ['idcard_tail_index', index.idcardTailIndex]);
  if (facts.phone !== undefined) columns.push(['phone_index', index.phoneIndex], ['phone_tail_index', index.phoneTailIndex]);
  if (facts.bankcard !== undefined) columns.push(['bankcard_index', index.bankcardIndex]);
  if (facts.name !== undefined) {
    const { pinyin, initials } = readName(facts.name);
    columns.push(['name_pinyin', pinyin], ['name_initials', initials]);
  }
  return columns;
}

/** The other file that holds an identity number. */
export async function idcardHolder(
  tx: Tx,
  sealer: Sealer,
  idcard: string,
  besides: string,
): Promise<{ archiveNo: string; town: string | null } | null> {
  const index = sealer.index('idcard', idcard);
  const [row] = await tx.$queryRaw<{ archiveNo: string; town: string | null }[]>`
    SELECT archive_no AS "archiveNo", town FROM person WHERE idcard_index = ${index} AND archive_no <> ${besides} LIMIT 1`;
  return row ?? null;
}

/** The latest change of a file: who and when. */
export async function lastChange(tx: Tx, archiveNo: string): Promise<{ by: string; at: Date } | null> {
  const [row] = await tx.$queryRaw<{ by: string; at: Date }[]>`
    SELECT coalesce(s.name, c.changed_by) AS by, c.changed_at AS at FROM person_change c LEFT JOIN staff s ON s.id = c.changed_by
    WHERE c.archive_no = ${archiveNo} ORDER BY c.changed_at DESC LIMIT 1`;
  return row ?? null;
}
