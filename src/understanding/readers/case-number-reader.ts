import type { Span } from '../phrase-table.ts';

export interface CaseNumberSighting extends Span {
  no: string;
}

const FULL = /YZ[\s-]?(\d{8})[\s-]?(\d{1,6})/gi;
const PARTIAL = /(?<![\d-])(\d{8}-\d{3,6})(?!\d)/g;
const TAIL = /(?:尾号|末尾|后四位)?(?<![\d-])(0\d{3})(?=(?:那|这)?(?:个|件|号|单)|[^\d]|$)/g;

/** Case numbers, whole (YZ20261123-0001) or as much of one as was said (20261123-0001, 0001那件). */
export function readCaseNumbers(text: string): CaseNumberSighting[] {
  const found: CaseNumberSighting[] = [];
  for (const match of text.matchAll(FULL)) {
    found.push({ no: `YZ${match[1]}-${match[2]}`, start: match.index, end: match.index + match[0].length });
  }
  if (found.length > 0) return found;
  for (const match of text.matchAll(PARTIAL)) found.push({ no: match[1] ?? '', start: match.index, end: match.index + match[0].length });
  return found;
}

/** Only a sequence number, where a case is surely meant: 0012那件. */
export function readCaseTail(text: string): CaseNumberSighting | null {
  for (const match of text.matchAll(TAIL)) return { no: match[1] ?? '', start: match.index, end: match.index + match[0].length };
  return null;
}
