import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { readName } from '../name-reading.ts';
import type { NewPerson } from '../new-person.ts';
import { blindIndexes, relationPlace, sealedFacts, sealFact } from '../person-seal.ts';

/** Rows a statement: large enough that the round trip does not count, small enough to keep the text of one statement near 2 MB. */
const BATCH = 1000;

/**
 * Lays whole files into the archive, sealed and indexed. Archive numbers and identity numbers must be new. Few large statements:
 * the caller may hand over tens of thousands at once, within one transaction or several.
 */
export async function insertPeople(tx: Tx, sealer: Sealer, people: readonly NewPerson[], sealed: SealedRows = new Map()): Promise<void> {
  for (let start = 0; start < people.length; start += BATCH) {
    const batch = people.slice(start, start + BATCH);
    await insertPersons(
      tx,
      batch.map((person) => sealed.get(person) ?? sealedRow(sealer, person)),
    );
    await insertCategories(tx, batch);
    await insertRelations(tx, sealer, batch);
    await insertBenefits(tx, batch);
    await insertCertificates(tx, batch);
  }
}

/** Rows made ready ahead of the statement that takes them: JSON of `personRow`. */
export type SealedRows = ReadonlyMap<NewPerson, string>;

/** Sealing is the dearest part of an insert; it can be done while the database is busy with the rows before. */
export function sealedRow(sealer: Sealer, person: NewPerson, idcardIndex?: string | null): string {
  return JSON.stringify(personRow(sealer, person, idcardIndex));
}

/** A person's own row, as the statements of this file and of updates take it; what is null is left out. */
export function personRow(sealer: Sealer, person: NewPerson, idcardIndex?: string | null): Record<string, unknown> {
  const row: Record<string, unknown> = { archiveNo: person.archiveNo };
  for (const fact of plainFacts) if (person[fact] !== null) row[fact] = person[fact];
  for (const fact of sealedFacts) {
    const sealed = sealFact(sealer, fact, person[fact], person.archiveNo);
    if (sealed !== null) row[fact] = sealed;
  }
  const reading = readName(person.name);
  row['namePinyin'] = reading.pinyin;
  row['nameInitials'] = reading.initials;
  return Object.assign(row, blindIndexes(sealer, person, idcardIndex));
}

const plainFacts = [
  ...(['name', 'sex', 'birthOn', 'town', 'village', 'status', 'lifecycle', 'keyCategory', 'enlistedOn', 'dischargedOn', 'branch'] as const),
  ...(['disabilityGrade', 'cardNo', 'merit', 'hardship', 'livesAlone', 'isBedridden', 'lastSanatoriumYear', 'demo'] as const),
];

async function insertPersons(tx: Tx, sealed: readonly string[]): Promise<void> {
  const rows = `[${sealed.join(',')}]`;
  await tx.$executeRaw`
    INSERT INTO person (archive_no, name, name_pinyin, name_initials, sex, birth_on, town, village, status, lifecycle, key_category,
      enlisted_on, discharged_on, branch, disability_grade, card_no, merit, hardship, lives_alone, is_bedridden, last_sanatorium_year,
      idcard_sealed, idcard_index, idcard_tail_index, phone_sealed, phone_index, phone_tail_index, address_sealed, bankcard_sealed,
      bankcard_index, health_sealed, emergency_name_sealed, emergency_phone_sealed, note_sealed, demo)
    SELECT "archiveNo", name, "namePinyin", "nameInitials", sex, "birthOn", town, village, status, lifecycle, "keyCategory",
      "enlistedOn", "dischargedOn", branch, "disabilityGrade", "cardNo", merit, hardship, "livesAlone", "isBedridden",
      "lastSanatoriumYear", idcard, "idcardIndex", "idcardTailIndex", phone, "phoneIndex", "phoneTailIndex", address, bankcard,
      "bankcardIndex", health, "emergencyName", "emergencyPhone", note, demo
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("archiveNo" TEXT, name TEXT, "namePinyin" TEXT, "nameInitials" TEXT, sex TEXT,
      "birthOn" DATE, town TEXT, village TEXT, status TEXT, lifecycle TEXT, "keyCategory" TEXT, "enlistedOn" DATE, "dischargedOn" DATE,
      branch TEXT, "disabilityGrade" INTEGER, "cardNo" TEXT, merit TEXT, hardship TEXT, "livesAlone" BOOLEAN, "isBedridden" BOOLEAN,
      "lastSanatoriumYear" INTEGER, idcard TEXT, "idcardIndex" TEXT, "idcardTailIndex" TEXT, phone TEXT, "phoneIndex" TEXT,
      "phoneTailIndex" TEXT, address TEXT, bankcard TEXT, "bankcardIndex" TEXT, health TEXT, "emergencyName" TEXT,
      "emergencyPhone" TEXT, note TEXT, demo BOOLEAN)`;
}

/** Also used by updates, after the old rows were taken out. The key category is one of a person's categories. */
export async function insertCategories(
  tx: Tx,
  people: readonly Pick<NewPerson, 'archiveNo' | 'keyCategory' | 'categories'>[],
): Promise<void> {
  const rows = people.flatMap(({ archiveNo, keyCategory, categories }) => {
    const isListed = keyCategory === null || categories.some((one) => one.category === keyCategory);
    return [...(isListed ? [] : [{ category: keyCategory }]), ...categories].map((one) => ({ archiveNo, ...one }));
  });
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO person_category (archive_no, category, since_on, until_on)
    SELECT "archiveNo", category, "sinceOn", "untilOn"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("archiveNo" TEXT, category TEXT, "sinceOn" DATE, "untilOn" DATE)
    ON CONFLICT (archive_no, category) DO NOTHING`;
}

async function insertRelations(tx: Tx, sealer: Sealer, people: readonly NewPerson[]): Promise<void> {
  const rows = people.flatMap(({ archiveNo, relations }) =>
    relations.map((one, position) => {
      const id = `${archiveNo}-r${position + 1}`;
      return {
        id,
        archiveNo,
        kind: one.kind,
        isMinor: one.isMinor,
        name: sealer.seal(one.name, relationPlace('name_sealed', id)),
        birth: one.birthOn === null ? null : sealer.seal(one.birthOn, relationPlace('birth_sealed', id)),
      };
    }),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO person_relation (id, archive_no, kind, name_sealed, birth_sealed, is_minor)
    SELECT id, "archiveNo", kind, name, birth, "isMinor"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id TEXT, "archiveNo" TEXT, kind TEXT, name TEXT, birth TEXT, "isMinor" BOOLEAN)`;
}

async function insertBenefits(tx: Tx, people: readonly NewPerson[]): Promise<void> {
  const rows = people.flatMap(({ archiveNo, benefits, demo }) =>
    benefits.map((one, position) => ({ id: `${archiveNo}-b${position + 1}`, archiveNo, demo, ...one })),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO benefit (id, archive_no, kind, title, amount, year, granted_on, demo)
    SELECT id, "archiveNo", kind, title, amount, year, "grantedOn", demo
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id TEXT, "archiveNo" TEXT, kind TEXT, title TEXT, amount NUMERIC, year INTEGER, "grantedOn" DATE, demo BOOLEAN)`;
}

async function insertCertificates(tx: Tx, people: readonly NewPerson[]): Promise<void> {
  const rows = people.flatMap(({ archiveNo, certificates }) =>
    certificates.map((one, position) => ({ id: `${archiveNo}-c${position + 1}`, archiveNo, ...one })),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO certificate (id, archive_no, kind, no, state, issued_on)
    SELECT id, "archiveNo", kind, no, state, "issuedOn"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id TEXT, "archiveNo" TEXT, kind TEXT, no TEXT, state TEXT, "issuedOn" DATE)`;
}

/** After a large load: lets the planner know what came, and index scans stay within the index. Not inside a transaction. */
export async function settlePeople(tx: Tx): Promise<void> {
  for (const table of ['person', 'known_name', 'person_category', 'person_relation', 'benefit', 'certificate'])
    await tx.$executeRawUnsafe(`VACUUM ANALYZE ${table}`);
}
