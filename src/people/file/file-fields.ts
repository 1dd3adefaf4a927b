import type { Day } from '../../platform/calendar/day.ts';
import { ageOn } from '../../platform/calendar/day.ts';
import type { Access, AccessLevel } from '../access/access.ts';
import {
  type MaskContext,
  maskAddress,
  maskAmount,
  maskBankcard,
  maskBirth,
  maskHealth,
  maskIdcard,
  maskMinorName,
  maskName,
  maskPhone,
  type Shown,
  starName,
} from '../access/masking.ts';
import { canReveal, type RevealField } from '../access/reveal-field.ts';
import type { DataClass } from '../access/visibility.ts';
import { categoryName, isSensitiveCategory } from '../categories.ts';
import { fileTexts } from '../texts.ts';
import type { FileField } from './file-view.ts';
import type { FileRelation, PersonFile } from './person-file-store.ts';

/** Who looks, where, when; what all fields are decided by. */
export interface Looking {
  access: Access;
  context: MaskContext;
  today: Day;
  /** Flow ids in words. */
  flowTitle: (flow: string) => string;
  /** Fields that are whole for this viewer for some minutes (reveal.ts). */
  revealed?: ReadonlySet<RevealField>;
}

/** A field that is on file; `shown` null: not for this viewer or place. */
export interface FieldDraft {
  label: string;
  dataClass: DataClass;
  whole: string;
  shown: Shown;
  /** Set where the viewer may ask to see it whole. */
  reveal?: RevealField;
}

/** Puts a fact down as it may be shown: whole rights follow the place's mask, masked rights are masked even in a secure form. */
export function draft(
  looking: Looking,
  dataClass: DataClass,
  label: string,
  value: string | null,
  mask: (value: string, context: MaskContext) => Shown,
  reveal?: RevealField,
): FieldDraft[] {
  if (value === null || value === '') return [];
  const context = contextFor(looking.access[dataClass], looking.context);
  const isWhole = reveal !== undefined && mayReveal(looking, reveal);
  const place = isWhole && looking.revealed?.has(reveal) ? 'secure_form' : context;
  return [{ label, dataClass, whole: value, shown: place === null ? null : mask(value, place), ...(isWhole ? { reveal } : {}) }];
}

/** A chat shows less than a role is entitled to; only what the matrix grants whole can be asked for whole (reveal.ts). */
function mayReveal({ access, context }: Looking, field: RevealField): boolean {
  return context === 'private_chat' && canReveal(access, field);
}

function contextFor(level: AccessLevel, context: MaskContext): MaskContext | null {
  if (level === 'none' || level === 'count') return null;
  return level === 'masked' && context === 'secure_form' ? 'private_chat' : context;
}

const asIs = (value: string, context: MaskContext): Shown => (context === 'group_chat' || context === 'dashboard' ? null : value);

export function fieldOf({ label, dataClass, whole, shown, reveal }: FieldDraft & { shown: string }): FileField {
  const isMasked = shown !== whole;
  return { label, value: shown, isMasked, dataClass, ...(isMasked && reveal ? { reveal } : {}) };
}

export function shownName(file: PersonFile, looking: Looking): string {
  const isKnown = looking.access.archive_basic === 'full';
  return maskName(file.name, looking.context, isKnown, file.village) ?? '';
}

export function basicDrafts(file: PersonFile, looking: Looking): FieldDraft[] {
  const { access, today } = looking;
  const isKnown = access.archive_basic === 'full';
  const whole = (value: string, context: MaskContext) => (isKnown ? asIs(value, context) : null);
  const area = { town: file.town, village: file.village };
  const t = fileTexts.labels;
  const basic = (label: string, value: string | null, mask = asIs) => draft(looking, 'archive_basic', label, value, mask);
  return [
    ...basic(t.name, file.name, (value, context) => maskName(value, context, isKnown, file.village)),
    ...basic(t.sex, file.sex),
    ...draft(
      looking,
      'archive_basic',
      t.birth,
      file.birthOn,
      (value, context) => maskBirth(value, isKnown ? context : 'export', today),
      'birth',
    ),
    ...draft(looking, 'idcard', t.idcard, file.idcard, maskIdcard, 'idcard'),
    ...draft(looking, 'phone', t.phone, file.phone, maskPhone, 'phone'),
    ...basic(t.area, `${file.town ?? ''}${file.village ?? ''}`),
    ...draft(looking, 'address', t.address, file.address, (value, context) => maskAddress(value, context, area), 'address'),
    ...categoryDrafts(file, looking),
    ...basic(t.status, file.status === '在世' && file.lifecycle === '在册' ? fileTexts.alive : `${file.status}，${file.lifecycle}`),
    ...basic(t.hardship, file.hardship, whole),
    ...draft(looking, 'health', t.disability, file.disabilityGrade === null ? null : fileTexts.grade(file.disabilityGrade), secureOnly),
    ...healthDrafts(file, looking),
    ...draft(looking, 'bankcard', t.bankcard, file.bankcard, maskBankcard, 'bankcard'),
    ...draft(looking, 'phone', t.emergencyName, file.emergencyName, (value, context) => maskName(value, context, access.phone === 'full')),
    ...draft(looking, 'phone', t.emergencyPhone, file.emergencyPhone, maskPhone, 'emergencyPhone'),
    ...basic(t.note, file.note, (value, context) => (context === 'secure_form' && isKnown ? value : null)),
  ];
}

/** Chats get to know of health only what care it asks for (rules.yaml masks). */
const secureOnly = (value: string, context: MaskContext): Shown => (context === 'secure_form' ? value : null);

function healthDrafts(file: PersonFile, looking: Looking): FieldDraft[] {
  const care = [...(file.isBedridden ? [fileTexts.bedridden] : []), ...(file.livesAlone ? [fileTexts.alone] : [])];
  if (file.health === null && care.length === 0) return [];
  const whole = [...(file.health === null ? [] : [file.health]), ...care].join('；');
  return draft(looking, 'health', fileTexts.labels.health, whole, (_, context) => maskHealth(file.health, care, context), 'health');
}

/** Sensitive categories (参战, 参试) are merit's to show; without it they stand among what is withheld only where merit may be counted. */
function categoryDrafts(file: PersonFile, looking: Looking): FieldDraft[] {
  const ids = [...new Set([...(file.keyCategory === null ? [] : [file.keyCategory]), ...file.categories])];
  const isOpen = (id: string) => !isSensitiveCategory(id) || looking.access.merit === 'full';
  const names = ids.filter(isOpen).map(categoryName).join('、');
  return draft(looking, 'archive_basic', fileTexts.labels.category, names, asIs);
}

export function serviceDrafts(file: PersonFile, looking: Looking): FieldDraft[] {
  const isKnown = looking.access.archive_basic === 'full';
  const t = fileTexts.labels;
  const day = (value: string, context: MaskContext) => asIs(isKnown ? value : fileTexts.year(value.slice(0, 4)), context);
  return [
    ...draft(looking, 'archive_basic', t.enlisted, file.enlistedOn, day),
    ...draft(looking, 'archive_basic', t.discharged, file.dischargedOn, day),
    ...draft(looking, 'archive_basic', t.branch, file.branch, asIs),
    ...draft(looking, 'merit', t.merit, file.merit, (value, context) => (looking.access.merit === 'full' ? asIs(value, context) : null)),
  ];
}

export function familyDrafts(file: PersonFile, looking: Looking): FieldDraft[] {
  return file.relations.flatMap((relation) => relationDraft(relation, looking));
}

function relationDraft(relation: FileRelation, looking: Looking): FieldDraft[] {
  const age = (context: MaskContext) => (relation.birthOn === null ? null : maskBirth(relation.birthOn, context, looking.today));
  const withAge = (name: Shown, context: MaskContext) => (name === null ? null : [name, age(context)].filter(Boolean).join('，'));
  const isMinor = relation.isMinor && (relation.birthOn === null || ageOn(relation.birthOn, looking.today) < 18);
  const whole = [relation.name, relation.birthOn].filter(Boolean).join('，');
  if (isMinor)
    return draft(looking, 'minor', relation.kind, whole, (_, context) => withAge(maskMinorName(relation.name, context), context));
  const isKnown = looking.access.archive_basic === 'full';
  return draft(looking, 'archive_basic', relation.kind, whole, (_, context) =>
    withAge(isKnown ? maskName(relation.name, context, true) : starName(relation.name), isKnown ? context : 'export'),
  );
}

export function benefitDrafts(file: PersonFile, looking: Looking): FieldDraft[] {
  const { payment } = looking.access;
  const sanatorium = file.lastSanatoriumYear === null ? null : fileTexts.year(String(file.lastSanatoriumYear));
  const rows = file.benefits.flatMap((one) => {
    const whole = one.amount === null ? one.grantedOn : `${one.grantedOn}，${maskAmount(one.amount, 'secure_form', true)}`;
    return draft(looking, 'payment', fileTexts.benefit(one.year, one.title), whole, (_, context) => {
      const amount = one.amount === null ? null : maskAmount(one.amount, context, payment === 'full');
      return asIs(amount === null ? one.grantedOn : `${one.grantedOn}，${amount}`, context);
    });
  });
  return [
    ...draft(looking, 'archive_basic', fileTexts.labels.lastSanatorium, sanatorium, asIs),
    ...counted(looking, 'payment', fileTexts.labels.benefitCount, file.benefitCount, rows),
  ];
}

export function visitDrafts(file: PersonFile, looking: Looking): FieldDraft[] {
  const rows = file.visits.flatMap((one) =>
    draft(looking, 'visit_record', one.visitedOn, fileTexts.visit(one.visitor, one.way), (value, context) =>
      asIs(looking.access.visit_record === 'full' ? value : fileTexts.visit(null, one.way), context),
    ),
  );
  const needs = file.openNeeds === 0 ? null : fileTexts.count(file.openNeeds);
  return [
    ...counted(looking, 'visit_record', fileTexts.labels.visitCount, file.visitCount, rows),
    ...draft(looking, 'visit_record', fileTexts.labels.openNeeds, needs, asIs),
  ];
}

export function caseDrafts(file: PersonFile, looking: Looking): FieldDraft[] {
  const rows = file.cases.flatMap((one) =>
    draft(looking, 'archive_basic', one.no, fileTexts.case(looking.flowTitle(one.flow), one.state, one.startedOn), asIs),
  );
  return counted(looking, 'archive_basic', fileTexts.labels.caseCount, file.caseCount, rows);
}

export function certificateDrafts(file: PersonFile, looking: Looking): FieldDraft[] {
  const isKnown = looking.access.archive_basic === 'full';
  return file.certificates.flatMap((one) => {
    const whole = fileTexts.certificate(one.state, one.no, one.issuedOn);
    return draft(looking, 'archive_basic', one.kind, whole, (_, context) => {
      const no = one.no !== null && context === 'secure_form' && isKnown ? one.no : starNumber(one.no);
      return asIs(fileTexts.certificate(one.state, no, one.issuedOn), context);
    });
  });
}

function starNumber(no: string | null): string | null {
  return no === null ? null : `****${no.slice(-4)}`;
}

/** The rows with how many there are; the number alone where only that may be known. */
function counted(looking: Looking, dataClass: DataClass, label: string, count: number, rows: FieldDraft[]): FieldDraft[] {
  if (count === 0) return [];
  const isPlace = looking.context !== 'group_chat' && looking.context !== 'dashboard';
  const total: FieldDraft = {
    label,
    dataClass,
    whole: fileTexts.count(count),
    shown: looking.access[dataClass] !== 'none' && isPlace ? fileTexts.count(count) : null,
  };
  return [total, ...rows.filter((row) => row.shown !== null)];
}
