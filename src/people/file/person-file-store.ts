import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { openFact, relationPlace, type SealedFact, sealedColumns, sealedFacts } from '../person-seal.ts';
import { bindings } from '../search/bindings.ts';
import { ownCases } from '../search/person-search-sql.ts';

export interface FileRelation {
  id: string;
  kind: string;
  name: string;
  birthOn: Day | null;
  isMinor: boolean;
  caseNo: string | null;
}

export interface FileBenefit {
  kind: string;
  title: string;
  amount: number | null;
  year: number;
  grantedOn: Day;
  caseNo: string | null;
}

export interface FileVisit {
  visitedOn: Day;
  visitor: string | null;
  way: string;
}

export interface FileCase {
  no: string;
  flow: string;
  state: string;
  startedOn: Day;
}

export interface FileCertificate {
  kind: string;
  no: string | null;
  state: string;
  issuedOn: Day | null;
}

/** A whole file in clear, for the pure code that decides what is shown. Never to be handed out as it is. */
export interface PersonFile extends Record<SealedFact, string | null> {
  archiveNo: string;
  name: string;
  sex: string | null;
  birthOn: Day | null;
  town: string | null;
  village: string | null;
  status: string;
  lifecycle: string;
  keyCategory: string | null;
  enlistedOn: Day | null;
  dischargedOn: Day | null;
  branch: string | null;
  disabilityGrade: number | null;
  cardNo: string | null;
  merit: string | null;
  hardship: string | null;
  livesAlone: boolean;
  isBedridden: boolean;
  lastSanatoriumYear: number | null;
  version: number;
  /** The file that this one was merged into. */
  mergedInto: string | null;
  /** Of open categories only. */
  categories: string[];
  relations: FileRelation[];
  benefits: FileBenefit[];
  benefitCount: number;
  visits: FileVisit[];
  visitCount: number;
  openNeeds: number;
  cases: FileCase[];
  caseCount: number;
  certificates: FileCertificate[];
  /** The viewer has an open case about this person. */
  inCase: boolean;
}

const FACTS = `p.archive_no AS "archiveNo", p.name, p.sex, p.birth_on::text AS "birthOn", p.town, p.village, p.status, p.lifecycle,
  p.key_category AS "keyCategory", p.enlisted_on::text AS "enlistedOn", p.discharged_on::text AS "dischargedOn", p.branch,
  p.disability_grade AS "disabilityGrade", p.card_no AS "cardNo", p.merit, p.hardship, p.lives_alone AS "livesAlone",
  p.is_bedridden AS "isBedridden", p.last_sanatorium_year AS "lastSanatoriumYear", p.version, p.merged_into AS "mergedInto",
  ${sealedFacts.map((fact) => `p.${sealedColumns[fact]} AS "${fact}"`).join(', ')}`;

/** Latest rows shown of what can grow without end. */
const LATEST = 5;

const PARTS = `
  (SELECT coalesce(json_agg(k.category ORDER BY k.category), '[]') FROM person_category k
    WHERE k.archive_no = p.archive_no AND (k.until_on IS NULL OR k.until_on >= $2::date)) AS categories,
  (SELECT coalesce(json_agg(json_build_object('id', r.id, 'kind', r.kind, 'name', r.name_sealed, 'birthOn', r.birth_sealed,
    'isMinor', r.is_minor, 'caseNo', r.case_no) ORDER BY r.created_at, r.id), '[]')
    FROM person_relation r WHERE r.archive_no = p.archive_no) AS relations,
  (SELECT coalesce(json_agg(b), '[]') FROM (SELECT kind, title, amount::float8 AS amount, year, granted_on::text AS "grantedOn",
    case_no AS "caseNo" FROM benefit WHERE archive_no = p.archive_no ORDER BY granted_on DESC, id LIMIT ${LATEST}) b) AS benefits,
  (SELECT count(*)::int FROM benefit b WHERE b.archive_no = p.archive_no) AS "benefitCount",
  (SELECT coalesce(json_agg(v), '[]') FROM (SELECT v.visited_on::text AS "visitedOn", s.name AS visitor, v.way
    FROM visit_record v LEFT JOIN staff s ON s.id = v.visitor_id
    WHERE v.archive_no = p.archive_no ORDER BY v.visited_on DESC, v.id LIMIT ${LATEST}) v) AS visits,
  (SELECT count(*)::int FROM visit_record v WHERE v.archive_no = p.archive_no) AS "visitCount",
  (SELECT count(*)::int FROM visit_need n WHERE n.archive_no = p.archive_no AND n.state <> 'closed') AS "openNeeds",
  (SELECT coalesce(json_agg(c), '[]') FROM (SELECT no, flow, state, (started_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "startedOn"
    FROM service_case WHERE subject_archive_no = p.archive_no AND state <> 'draft' ORDER BY started_at DESC LIMIT ${LATEST}) c) AS cases,
  (SELECT count(*)::int FROM service_case c WHERE c.subject_archive_no = p.archive_no AND c.state <> 'draft') AS "caseCount",
  (SELECT coalesce(json_agg(c), '[]') FROM (SELECT kind, no, state, issued_on::text AS "issuedOn"
    FROM certificate WHERE archive_no = p.archive_no ORDER BY kind, id) c) AS certificates`;

/** One file with everything that hangs on it, opened; one round trip. Null when there is none. */
export async function readPersonFile(tx: Tx, sealer: Sealer, archiveNo: string, viewerId: string, today: Day): Promise<PersonFile | null> {
  const to = bindings();
  to.bind(archiveNo);
  to.bind(today, 'date');
  const inCase = `p.archive_no = ANY(${ownCases(to, viewerId)})`;
  const sql = `SELECT ${FACTS}, ${PARTS}, ${inCase} AS "inCase" FROM person p WHERE p.archive_no = $1::text`;
  const [row] = await tx.$queryRawUnsafe<PersonFile[]>(sql, ...to.values);
  return row === undefined ? null : opened(sealer, row);
}

function opened(sealer: Sealer, row: PersonFile): PersonFile {
  const facts = Object.fromEntries(sealedFacts.map((fact) => [fact, openFact(sealer, fact, row[fact], row.archiveNo)]));
  const relations = row.relations.map((one) => ({
    ...one,
    name: sealer.open(one.name, relationPlace('name_sealed', one.id)),
    birthOn: one.birthOn === null ? null : sealer.open(one.birthOn, relationPlace('birth_sealed', one.id)),
  }));
  return { ...row, ...facts, relations };
}
