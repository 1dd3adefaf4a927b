import type { FlowDefinition } from './flow-definition.ts';
import { originMark } from './guide-ceilings.ts';
import { editionTexts, guideTexts as say } from './texts.ts';

type Basis = FlowDefinition['basis'][number];

/** The line of titles below an answer: laws and documents in title marks; where a service rests on none, the undertaking that it is part of. */
export function basisTitles({ basis }: FlowDefinition): string {
  const documents = basis.filter(({ title }) => isDocument(title));
  const shown = documents.length > 0 ? documents : basis;
  return say.basedOn([...new Set(shown.map(({ title }) => titled(title)))].join('、'));
}

/** One line a title, with its edition, the articles, what they say, and how sure it is. */
export function detailedBasis({ basis }: FlowDefinition): string[] {
  return basis.map((one) => `- ${isDocument(one.title) ? documentLine(one) : say.undertaking(one.title)}${originMark(one.origin)}`);
}

function documentLine({ title, article }: Basis): string {
  const edition = editionTexts[title];
  return `${titled(title)}${edition ? `（${edition}）` : ''}${article ? articleWords(article) : ''}`;
}

/** 第十二条（每年九月…） stands behind the title; what is no article explains it in brackets. */
function articleWords(article: string): string {
  return article.startsWith('第') ? article : `（${article}）`;
}

const TRIAL = '（试行）';

/** What a state or a bureau has put down and numbered or named as such; the rest are undertakings that were reported on. */
function isDocument(title: string): boolean {
  return /(?:法|条例|办法|细则|意见|规定|通知|号)$/.test(plainTitle(title));
}

function plainTitle(title: string): string {
  return title.replace(/（[^）]*）$/, '');
}

/** A bare document number takes no title marks; a date or number in brackets stands behind them. */
function titled(title: string): string {
  const plain = plainTitle(title);
  if (plain.endsWith('号') || !isDocument(title)) return title;
  const behind = title.slice(plain.length);
  return behind === TRIAL ? `《${title}》` : `《${plain}》${behind}`;
}
