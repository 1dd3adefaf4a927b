import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { NewPerson } from '../new-person.ts';
import { openFact, sealedColumns, sealedFacts } from '../person-seal.ts';
import { insertCategories, personRow } from './people-bulk-store.ts';

/** A stored person as far as a list can speak of them. */
export interface StoredPerson {
  archiveNo: string;
  idcardIndex: string | null;
  /** Numbers of files that were merged into this one; a list may still name them. */
  formerNos: string[];
  /** Facts in clear, by the names that lists and `NewPerson` use. */
  facts: Omit<NewPerson, 'archiveNo' | 'categories' | 'relations' | 'benefits' | 'certificates' | 'demo'>;
  categories: string[];
}

type Row = StoredPerson['facts'] & Omit<StoredPerson, 'facts'>;

/** The stored people that a batch may mean: by archive number or by the blind index of the identity number. */
export async function findForImport(
  tx: Tx,
  sealer: Sealer,
  archiveNos: readonly string[],
  idcardIndexes: readonly string[],
): Promise<StoredPerson[]> {
  const sql = `SELECT p.archive_no AS "archiveNo", p.idcard_index AS "idcardIndex", p.name, p.sex, p.birth_on::text AS "birthOn", p.town,
      p.village, p.status, p.lifecycle, p.key_category AS "keyCategory", p.enlisted_on::text AS "enlistedOn",
      p.discharged_on::text AS "dischargedOn", p.branch, p.disability_grade AS "disabilityGrade", p.card_no AS "cardNo", p.merit,
      p.hardship, p.lives_alone AS "livesAlone", p.is_bedridden AS "isBedridden", p.last_sanatorium_year AS "lastSanatoriumYear",
      ${sealedFacts.map((fact) => `p.${sealedColumns[fact]} AS "${fact}"`).join(', ')},
      ARRAY(SELECT k.category FROM person_category k WHERE k.archive_no = p.archive_no ORDER BY k.category) AS categories,
      ARRAY(SELECT m.archive_no FROM person m WHERE m.merged_into = p.archive_no) AS "formerNos"
    FROM person p WHERE p.merged_into IS NULL AND (p.archive_no = ANY($1::text[]) OR p.idcard_index = ANY($2::text[])
      OR p.archive_no = ANY(ARRAY(SELECT m.merged_into FROM person m WHERE m.archive_no = ANY($1::text[]) AND m.merged_into IS NOT NULL)))
    FOR UPDATE`;
  const rows = await tx.$queryRawUnsafe<Row[]>(sql, archiveNos, idcardIndexes);
  return rows.map(({ archiveNo, idcardIndex, categories, formerNos, ...row }) => {
    const opened = Object.fromEntries(sealedFacts.map((fact) => [fact, openFact(sealer, fact, row[fact], archiveNo)]));
    return { archiveNo, idcardIndex, categories, formerNos, facts: { ...row, ...opened } };
  });
}

const LOCK = 72_707_370;

/** Batches of several imports go one after another: what one has just laid down the next one finds. Held until the transaction ends. */
export async function lockImports(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK})`;
}

/** Files made from lists without archive numbers are numbered in a range of their own, so that they never meet a later list's. */
const FIRST_OWN = 9_000_001;

export async function nextArchiveNumber(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ last: string | null }[]>`
    SELECT max(archive_no) AS last FROM person WHERE archive_no LIKE 'YZ-9______' AND archive_no ~ '^YZ-9[0-9]{6}$'`;
  return row?.last ? Number(row.last.slice(3)) + 1 : FIRST_OWN;
}

/** Replaces what a list can speak of, and adds categories; everything else of the files stays. */
export async function updatePeople(tx: Tx, sealer: Sealer, people: readonly NewPerson[], now: Date): Promise<void> {
  if (people.length === 0) return;
  const rows = JSON.stringify(people.map((person) => personRow(sealer, person)));
  await tx.$executeRaw`
    UPDATE person p SET name = r.name, name_pinyin = r."namePinyin", name_initials = r."nameInitials", sex = r.sex,
      birth_on = r."birthOn", town = r.town, village = r.village, status = r.status, lifecycle = r.lifecycle,
      key_category = r."keyCategory", enlisted_on = r."enlistedOn", discharged_on = r."dischargedOn", branch = r.branch,
      disability_grade = r."disabilityGrade", card_no = r."cardNo", idcard_sealed = r.idcard, idcard_index = r."idcardIndex",
      idcard_tail_index = r."idcardTailIndex", phone_sealed = r.phone, phone_index = r."phoneIndex",
      phone_tail_index = r."phoneTailIndex", address_sealed = r.address, bankcard_sealed = r.bankcard,
      bankcard_index = r."bankcardIndex", emergency_name_sealed = r."emergencyName", emergency_phone_sealed = r."emergencyPhone",
      note_sealed = r.note, version = p.version + 1, updated_at = ${now}
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("archiveNo" TEXT, name TEXT, "namePinyin" TEXT, "nameInitials" TEXT, sex TEXT,
      "birthOn" DATE, town TEXT, village TEXT, status TEXT, lifecycle TEXT, "keyCategory" TEXT, "enlistedOn" DATE, "dischargedOn" DATE,
      branch TEXT, "disabilityGrade" INTEGER, "cardNo" TEXT, idcard TEXT, "idcardIndex" TEXT, "idcardTailIndex" TEXT, phone TEXT,
      "phoneIndex" TEXT, "phoneTailIndex" TEXT, address TEXT, bankcard TEXT, "bankcardIndex" TEXT, "emergencyName" TEXT,
      "emergencyPhone" TEXT, note TEXT)
    WHERE p.archive_no = r."archiveNo"`;
  await insertCategories(tx, people);
}
