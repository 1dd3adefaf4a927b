import { categoryName } from '../../people/categories.ts';
import type { Day } from '../../platform/calendar/day.ts';
import { certificateTexts as say } from './certificate-texts.ts';

/** What a certificate is drawn up from. */
export interface CertificateFacts {
  name: string;
  sex: string | null;
  birthOn: Day | null;
  category: string;
  /** Number of the paper document that stands behind it, as the archive has it. */
  originalNo: string | null;
  town: string | null;
  village: string | null;
}

export interface CertificateTemplate {
  id: string;
  title: string;
  /** Key recipient categories (rules.yaml key_recipients) that it is for. */
  categories: readonly string[];
  /** Kind of the paper document behind it, as the archive names it; null where any may stand. */
  original: readonly string[];
  years: number;
}

/**
 * The electronic certificates of catalogue.yaml `e-certificate`, by who holds them. No grade of disability, no identity number and no unit stand on
 * them: they are shown around, and whoever must know more has the file. Terms are illustrative.
 */
export const certificateTemplates: readonly CertificateTemplate[] = [
  { id: 'disabled', title: say.titles.disabled, categories: ['disabled'], original: ['残疾军人证', 'disabled_cert'], years: 2 },
  {
    id: 'three-family',
    title: say.titles.family,
    categories: ['martyr', 'sacrifice', 'illness', 'martyr_child60'],
    original: ['烈士证明书', '军人因公牺牲证明书', '军人病故证明书', 'martyr_certificate'],
    years: 2,
  },
  {
    id: 'key-recipient',
    title: say.titles.recipient,
    categories: ['old_demob', 'ill_return', 'war', 'test', 'rural60', 'red'],
    original: ['优待证', 'preferential_card'],
    years: 2,
  },
];

export function templateFor(category: string | null): CertificateTemplate | null {
  return certificateTemplates.find((one) => category !== null && one.categories.includes(category)) ?? null;
}

export function findTemplate(id: string): CertificateTemplate | null {
  return certificateTemplates.find((one) => one.id === id) ?? null;
}

/** What stands on a certificate: exactly the text whose hash is signed. */
export interface CertificateContent {
  no: string;
  title: string;
  lines: readonly (readonly [label: string, value: string])[];
  issuer: string;
  issuedOn: Day;
  validUntil: Day;
  /** Random: without it the signed hash could be matched against guessed contents. */
  salt: string;
}

export function certificateContent(
  template: CertificateTemplate,
  facts: CertificateFacts,
  frame: { no: string; issuedOn: Day; validUntil: Day; salt: string },
): CertificateContent {
  const { labels } = say;
  const lines: [string, string | null][] = [
    [labels.name, facts.name],
    [labels.sex, facts.sex],
    [labels.birth, facts.birthOn],
    [labels.category, categoryName(facts.category)],
    [labels.original, facts.originalNo],
    [labels.area, `${facts.town ?? ''}${facts.village ?? ''}` || null],
  ];
  return {
    no: frame.no,
    title: template.title,
    lines: lines.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const])),
    issuer: say.issuer,
    issuedOn: frame.issuedOn,
    validUntil: frame.validUntil,
    salt: frame.salt,
  };
}
