import { whoLooked } from '../../audit/who-looked.ts';
import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import { areasOf } from '../../people/person-areas-store.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import type { Speaking } from '../conversation-deps.ts';
import { personMeant } from './person-meant.ts';
import { requestTexts } from './texts.ts';
import { type Answered, plain, type TypedRequest } from './typed-request.ts';

const MOST = 10;

/** 谁看过张建国的档案, 最近谁查过YZ-0012345. */
export const whoLookedRequest: TypedRequest = {
  read: (text) => {
    const said = /^(?:最近|这几天|今天)?(?:有)?(?:谁|哪些人)(?:看|查)过(.{2,30}?)(?:的)?(?:档案|资料|信息)?[?？]*$/u.exec(text.trim());
    return said ? (speaking) => answer(speaking, said[1] ?? '') : null;
  },
};

async function answer(speaking: Speaking, who: string): Promise<Answered> {
  const archiveNo = await personMeant(speaking, who, requestTexts.whoLookedSays);
  if (typeof archiveNo !== 'string') return archiveNo;
  const { deps, staff, now, channel } = speaking;
  const result = await deps.db.transaction(async (tx) => {
    const [area] = await areasOf(tx, [archiveNo]);
    const ask = { now, channel, purpose: requestTexts.whoLookedPurpose, limit: MOST };
    return whoLooked(tx, staff, { archiveNo, town: area?.town ?? null }, ask);
  });
  if (result.kind === 'refused') return plain(requestTexts.mayNotAsk);
  if (result.looks.length === 0) return plain(requestTexts.nobodyLooked);
  const lines = result.looks.map((one) =>
    requestTexts.look(minuteText(new Date(one.at)), plainMarkdown(one.who), one.what, one.why && plainMarkdown(one.why)),
  );
  return plain([requestTexts.looks(result.looks.length), lines.join('\n')].join('\n\n'));
}
