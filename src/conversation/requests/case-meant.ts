import { findCases } from '../../cases/list-tasks.ts';
import type { Speaking } from '../conversation-deps.ts';
import { caseTexts as say } from './case-request-texts.ts';
import { type Answered, plain } from './typed-request.ts';

const FULL = /YZ[\s-]?(\d{8})[\s-]?(\d{1,6})/iu;
const PART = /(?<![\d-])(\d{8}-\d{3,6}|\d{4,6})(?![\d年月日元])(?:号?(?:那|这)?[件个])?/u;

/** What was said without the number of the case, and the number, whole or in part. */
export function splitCaseNo(text: string): { words: string; no: string | null } {
  const match = FULL.exec(text) ?? PART.exec(text);
  if (!match) return { words: tidy(text), no: null };
  const isFull = /^yz/iu.test(match[0]);
  const words = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`;
  return { words: tidy(words), no: isFull ? `YZ${match[1]}-${match[2]}` : (match[1] ?? '') };
}

function tidy(words: string): string {
  return words
    .replace(/(?:办件|这件|那件|这个件)(?=[\s，,。：:]|$)/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/ ?([，,。：:；;]) ?/gu, '$1')
    .replace(/^[\s，,。：:]+|[\s，,。！!：:]+$/gu, '')
    .trim();
}

const MOST = 5;

/** The case that a number means, else the one on the screen; an answer where it is none or several. `again`: the request for one of several. */
export async function caseMeant(
  speaking: Speaking,
  no: string | null,
  near: string | null,
  again: (caseNo: string) => string,
): Promise<string | Answered> {
  if (no === null) return near ?? plain(say.whichCase);
  if (no.startsWith('YZ')) return no;
  const { deps, staff, now } = speaking;
  const { cases } = await findCases(deps.cases, staff, { no }, { now, limit: MOST });
  const [only] = cases;
  if (!only) return plain(say.noSuchCase(no));
  if (cases.length === 1) return only.no;
  const buttons = cases.map((one) => ({ label: `${one.no} ${one.flowName}`, says: again(one.no) }));
  return plain(say.severalCases(cases.map((one) => `${one.no} ${one.flowName} ${one.subjectName}`)), buttons);
}
