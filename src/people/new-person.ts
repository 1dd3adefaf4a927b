import type { Day } from '../platform/calendar/day.ts';

export type Sex = '男' | '女';
export type PersonStatus = '在世' | '去世' | '迁出';
export type Lifecycle = '在册' | '暂停' | '取消' | '已故' | '转出';

export interface NewCategory {
  /** A category id of `categories.ts`. */
  category: string;
  sinceOn?: Day | null;
  untilOn?: Day | null;
}

export interface NewRelation {
  /** 配偶, 子女, 父母 …; as said of the relative. */
  kind: string;
  name: string;
  birthOn: Day | null;
  isMinor: boolean;
}

export interface NewBenefit {
  kind: string;
  title: string;
  /** Yuan; null where the benefit is not money. */
  amount: number | null;
  year: number;
  grantedOn: Day;
}

export interface NewCertificate {
  kind: string;
  no: string | null;
  /** 有效, 办理中, 已注销 … */
  state: string;
  issuedOn: Day | null;
}

/** A whole file to be laid into the archive, in clear; `insertPeople` seals what must be sealed. Trusted to be valid. */
export interface NewPerson {
  archiveNo: string;
  name: string;
  sex: Sex | null;
  birthOn: Day | null;
  /** Official names, as in the station table. */
  town: string | null;
  village: string | null;
  status: PersonStatus;
  lifecycle: Lifecycle;
  /** One of the key recipient categories, or null. Does not have to be repeated in `categories`. */
  keyCategory: string | null;
  categories: readonly NewCategory[];
  enlistedOn: Day | null;
  dischargedOn: Day | null;
  /** 陆军, 海军 …; never a unit designation. */
  branch: string | null;
  disabilityGrade: number | null;
  cardNo: string | null;
  merit: string | null;
  hardship: string | null;
  livesAlone: boolean;
  isBedridden: boolean;
  lastSanatoriumYear: number | null;
  /** 18 characters, X in upper case. */
  idcard: string | null;
  phone: string | null;
  address: string | null;
  bankcard: string | null;
  health: string | null;
  emergencyName: string | null;
  emergencyPhone: string | null;
  note: string | null;
  relations: readonly NewRelation[];
  benefits: readonly NewBenefit[];
  certificates: readonly NewCertificate[];
  demo: boolean;
}

/** A person of whom nothing but the given facts is known; for callers that know little. */
export function newPerson(facts: Partial<NewPerson> & Pick<NewPerson, 'archiveNo' | 'name'>): NewPerson {
  return {
    sex: null,
    birthOn: null,
    town: null,
    village: null,
    status: '在世',
    lifecycle: '在册',
    keyCategory: null,
    categories: [],
    enlistedOn: null,
    dischargedOn: null,
    branch: null,
    disabilityGrade: null,
    cardNo: null,
    merit: null,
    hardship: null,
    livesAlone: false,
    isBedridden: false,
    lastSanatoriumYear: null,
    idcard: null,
    phone: null,
    address: null,
    bankcard: null,
    health: null,
    emergencyName: null,
    emergencyPhone: null,
    note: null,
    relations: [],
    benefits: [],
    certificates: [],
    demo: false,
    ...facts,
  };
}
