import { caseProgress } from '../../cases/case-progress.ts';
import type { Speaking } from '../conversation-deps.ts';
import { caseMeant, splitCaseNo } from './case-meant.ts';
import { caseTexts as say } from './case-request-texts.ts';
import { type Answered, type Near, plain, type TypedRequest } from './typed-request.ts';

const ASKS = /^(?:请|帮我|我要)?(?:打印|打|导出|下载|看|要|给我|出)?(?:一下|一份|出)?\s*的?归档单$/u;

/** 归档单 YZ…: the archive sheet of a case as a PDF, by a link of the asker's own. */
export const sheetRequest: TypedRequest = {
  read: (text) => {
    const { words, no } = splitCaseNo(text);
    return ASKS.test(words) ? (speaking, near) => giveSheet(speaking, near, no) : null;
  },
};

async function giveSheet(speaking: Speaking, near: Near, no: string | null): Promise<Answered> {
  const caseNo = await caseMeant(speaking, no, near.caseNo, (one) => `归档单 ${one}`);
  if (typeof caseNo !== 'string') return caseNo;
  const { deps, staff, now } = speaking;
  const seen = await caseProgress(deps.cases, staff, caseNo, now);
  if (!seen.ok) return plain(seen.sentence);
  const { url, minutes } = deps.sheetLink(caseNo, staff.id);
  return plain(say.sheet(caseNo, url, minutes));
}
