import { ageOn, dayOf } from '../../platform/calendar/day.ts';
import type { SearchDeps } from '../search/person-store.ts';
import { type PersonFile, readPersonFile } from './person-file-store.ts';

/** Facts that a form can be prefilled from (catalogue.yaml `archive_keys`, and the emergency contact). */
export interface ArchiveFacts {
  name: string;
  idcard: string | null;
  phone: string | null;
  birth: string | null;
  sex: string | null;
  town: string | null;
  village: string | null;
  address: string | null;
  bank_account: string | null;
  cert_no: string | null;
  key_category: string | null;
  enlist_date: string | null;
  discharge_date: string | null;
  /** Full years of service. */
  service_years: number | null;
  /** Year of the last sanatorium stay. */
  last_sanatorium: number | null;
  /** Number of the letter that introduces a discharged soldier to the household register. */
  household_letter: string | null;
  emergency_name: string | null;
  emergency_phone: string | null;
}

export type ArchiveKey = keyof ArchiveFacts;

/** What eligibility and ranking ask of a file beside the facts that are typed into forms. */
export interface ArchiveStanding {
  archiveNo: string;
  status: string;
  lifecycle: string;
  categories: readonly string[];
  disabilityGrade: number | null;
  hardship: string | null;
  merit: string | null;
}

/**
 * In clear, for a caller that has checked the right to this file and records the look. `inCase`: whether `viewerId` has an open case
 * about this person, for that check. Null when there is no such file.
 */
export async function archiveFacts(
  deps: SearchDeps,
  archiveNo: string,
  viewerId = '',
): Promise<{ facts: ArchiveFacts; standing: ArchiveStanding; inCase: boolean } | null> {
  const file = await readPersonFile(deps.tx, deps.sealer, archiveNo, viewerId, dayOf(deps.now));
  return file === null ? null : { facts: factsOf(file), standing: standingOf(file), inCase: file.inCase };
}

const HOUSEHOLD_LETTER = '户口登记介绍信';

function factsOf(file: PersonFile): ArchiveFacts {
  const { enlistedOn, dischargedOn } = file;
  return {
    name: file.name,
    idcard: file.idcard,
    phone: file.phone,
    birth: file.birthOn,
    sex: file.sex,
    town: file.town,
    village: file.village,
    address: file.address,
    bank_account: file.bankcard,
    cert_no: file.cardNo ?? file.certificates.find((one) => one.no !== null)?.no ?? null,
    key_category: file.keyCategory,
    enlist_date: enlistedOn,
    discharge_date: dischargedOn,
    service_years: enlistedOn === null || dischargedOn === null ? null : Math.max(0, ageOn(enlistedOn, dischargedOn)),
    last_sanatorium: file.lastSanatoriumYear,
    household_letter: file.certificates.find((one) => one.kind === HOUSEHOLD_LETTER)?.no ?? null,
    emergency_name: file.emergencyName,
    emergency_phone: file.emergencyPhone,
  };
}

function standingOf(file: PersonFile): ArchiveStanding {
  const { archiveNo, status, lifecycle, disabilityGrade, hardship, merit } = file;
  const categories = [...new Set([...(file.keyCategory === null ? [] : [file.keyCategory]), ...file.categories])];
  return { archiveNo, status, lifecycle, categories, disabilityGrade, hardship, merit };
}

const archiveKeyMarks: Record<ArchiveKey, true> = {
  name: true,
  idcard: true,
  phone: true,
  birth: true,
  sex: true,
  town: true,
  village: true,
  address: true,
  bank_account: true,
  cert_no: true,
  key_category: true,
  enlist_date: true,
  discharge_date: true,
  service_years: true,
  last_sanatorium: true,
  household_letter: true,
  emergency_name: true,
  emergency_phone: true,
};

/** Every key that a flow may prefill from. */
export const archiveKeys: readonly string[] = Object.keys(archiveKeyMarks);
