import type { OutcomeDefinition } from './outcome-definition.ts';
import type { RepeatRules } from './repeat-rules.ts';
import type { SubCaseDefinition } from './sub-case-definition.ts';

/** One service as `flows/<category>/<id>.yaml` describes it, checked by flow-schema.ts. Texts are Chinese, for people to read. */

export type FieldType =
  | 'text'
  | 'textarea'
  | 'number'
  | 'money'
  | 'date'
  | 'datetime'
  | 'daterange'
  | 'enum'
  | 'multi'
  | 'person'
  | 'phone'
  | 'idcard'
  | 'bankcard'
  | 'file'
  | 'bool'
  | 'address'
  | 'town'
  | 'village'
  | 'unit'
  | 'school'
  | 'slot';

export type Level = 'village' | 'town' | 'district';

/** Where a statement comes from; `illustrative` values are shown as such and stay easy to change. */
export type Origin = 'seed' | 'public' | 'public-unchecked' | 'illustrative' | 'mixed' | 'derived';

export interface FieldDefinition {
  key: string;
  label: string;
  type: FieldType;
  required: boolean;
  /** enum and multi: option key → what people read. */
  options?: Record<string, string>;
  /** enum and multi: option key → colloquial words for it. */
  words?: Record<string, string[]>;
  /** CEL over slots (`kind == "transfer"`); the field applies only where it holds. */
  when?: string;
  /** Key of the archive that fills it: `name`, `idcard`, `phone`, `town`, `village`, `key_category` … */
  prefill?: string;
  /** bool: must be true, else the case cannot be submitted. */
  must?: boolean;
  default?: string | number | boolean;
  min?: number;
  max?: number;
  /** number: places after the point; whole numbers when left out. */
  decimals?: number;
  /** date, datetime, slot: a day that has come, or one that is to come. */
  timing?: 'past' | 'future';
  /** address: may lie outside the district, where no town of it can be named. */
  anywhere?: true;
  maxLength?: number;
  minLength?: number;
  /** text: regular expression that the whole value must match; `hint` says it in words. */
  pattern?: string;
  /** What a number counts: 天, 人, 折扣系数. */
  unit?: string;
  /** CEL over earlier slots and the definition's parameters: the value is worked out, not asked. */
  derive?: string;
  /** How it is worked out, in words; `{key}` stands for a slot or a parameter. */
  working?: string;
  maxItems?: number;
  minCount?: number;
  maxCount?: number;
  /** Kind of sensitive information; sealed wherever it is stored. */
  sensitive?: 'health' | 'minor' | 'identity' | 'finance';
  /** Scarce things that it picks from. */
  choices?: 'sanatorium-batch' | 'school';
  hint?: string;
  /** What the bot asks. */
  question: string;
  /** Answer to 为什么要这个. */
  why: string;
}

export interface PartyDefinition {
  /** Stable name of the party within its step: the department or industry id. */
  key: string;
  role: string;
  department?: string;
  industry?: string;
  section?: string;
  decides: string;
  /** What people call this party's part, where it is not the office alone: 恢复户口. */
  name?: string;
  when?: string;
  /** `vote`: what this party's voice weighs; 1 when left out. */
  weight?: number;
  /** `vote`: a rejection by this party alone ends the step. */
  veto?: true;
}

export interface StepDefinition {
  key: string;
  name: string;
  level: Level;
  /** Budget in working days. */
  days: number;
  decides?: string;
  when?: string;
  onReject: 'return' | 'return-subitem';
  /** Serial step: who acts. */
  role?: string;
  department?: string;
  section?: string;
  industry?: string;
  /** Parallel step: all parties at once; the join says when it is done. */
  parties?: PartyDefinition[];
  join?: 'all' | 'any' | 'in-order' | 'vote';
  /** `vote`: the share of all weights that passes the step, above 0 and up to 1. */
  passShare?: number;
  /** `vote`: how many parties must have spoken before it counts. */
  quorum?: number;
  /** Who agreed at the step right before is not asked again (审批去重). */
  oncePerPerson?: true;
  /** What happens by itself when a task is so many working days past its due moment (超时自动). */
  timeout?: { days: number; does: 'pass' | 'return' | 'escalate' };
  /** Nobody acts: the case waits until a date slot, or for so many working days (定时). */
  wait?: { until?: string; workdays?: number };
  /** Rights of this step's handlers where they differ from `read` (节点字段权限). */
  fieldRights?: Record<string, 'edit' | 'hidden'>;
  subCases?: SubCaseDefinition;
  /** Row of actions.ts that runs in the transaction when this step is approved. */
  action?: string;
  note?: string;
}

export interface FlowDefinition extends RepeatRules {
  id: string;
  no: number;
  name: string;
  category: string;
  scenario: string;
  summary: string;
  /** Other names that staff use: 疗养, 老兵疗养. */
  aliases: string[];
  /** Sentences in staff's own words that start it. */
  examples: string[];
  audience: string[];
  submitBy: string;
  lead: string;
  with: string[];
  inform: string[];
  industry: string[];
  level: Level;
  alsoAccept: Level[];
  limitDays: number;
  limitKind: 'promised' | 'statutory';
  limitNote?: string;
  /** Shorter promises for some cases: the first whose condition holds replaces `limitDays`. */
  shorterLimits?: { when: string; days: number }[];
  ruleRef?: string;
  dataBasis: 'statutory_duty' | 'requested_service' | 'separate_consent' | 'guardian_consent';
  basis: { title: string; article?: string; origin: Origin }[];
  ceilings: CeilingDefinition[];
  materials: { name: string; required: boolean; shared?: string; when?: string; note?: string }[];
  /** Key of the person field whose archive the case belongs to. */
  subjectField: string;
  /** Whom it is about need not have a file: residents, schools, enterprises. */
  subjectOptional?: boolean;
  /** CEL over slots: where it holds they need one all the same (a file that is to be corrected). */
  fileNeededWhen?: string;
  /** The file may be of somebody who has died or moved away: the service is about just that. */
  subjectMayBeGone?: true;
  /** By when the person must ask, counted from a date field. */
  applicantDeadline?: { days: number; from: string; origin: Origin; note: string };
  /** Figures that `derive` reads, by name; filled in from flows/parameters.yaml when the book is loaded, so that the version covers them. */
  parameters?: Record<string, Parameter>;
  fields: FieldDefinition[];
  checks?: CheckDefinition[];
  steps: StepDefinition[];
  outcome: OutcomeDefinition[];
  notify: { who: string; when: 'accepted' | 'returned' | 'approved' | 'done' | 'paid' | 'due_soon' | 'overdue' }[];
  /** Row of actions.ts that judges, as soon as the person is known, whether they may ask for this at all. */
  subjectCheck?: string;
  /** Row of actions.ts that runs when the case is submitted (holds scarce things). */
  submitAction?: string;
  /** Row of actions.ts that runs when the case ends without its outcome (releases them). */
  releaseAction?: string;
  /** Answers to ask-guide that the structure itself does not give. */
  guide: { eligibility: string; deadline: string; where: string; overview: string };
  origin: { item: Origin; detail: Origin; note?: string };
}

export interface CeilingDefinition {
  field: string;
  max: number;
  /** case, year, person, month, visit … */
  per: string;
  unit?: string;
  tier?: string;
  /** When it counts, where it counts over several cases and not for all that may be asked for. */
  when?: string;
  /** Whose sum counts, where it is not the person alone: 家庭. */
  scope?: string;
  origin: Origin;
  note?: string;
}

/** A published figure, or a table of them by option. */
export interface Parameter {
  name: string;
  value?: number;
  table?: Record<string, number>;
  unit: string;
  /** Year it holds for. */
  year: number;
  source: string;
  origin: Origin;
}

/** What several fields must have in common; judged once all slots that it reads are filled. */
export interface CheckDefinition {
  /** CEL over slots that must hold. */
  that: string;
  /** The field to ask again. */
  field: string;
  /** What the person reads when it does not hold. */
  sentence: string;
}

/** A definition with the hash of its content: running cases stay on the version that they started with. */
export interface LoadedFlow {
  definition: FlowDefinition;
  /** `sha256:<hex>` over the canonical JSON of the definition. */
  version: string;
}

export interface FlowBook {
  /** Today's definition; of the version named where the book holds that (a draft goes on with the one that it began with). */
  get(id: string, version?: string): LoadedFlow | undefined;
  list(): LoadedFlow[];
}
