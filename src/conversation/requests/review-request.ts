import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import { pendingReviews, reviewBreakGlass } from '../../people/access/break-glass.ts';
import { maskName } from '../../people/access/masking.ts';
import { endReveals, standingOf } from '../../people/access/standing-store.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import type { Speaking } from '../conversation-deps.ts';
import { requestTexts } from './texts.ts';
import { type Answered, plain, type TypedRequest } from './typed-request.ts';

const SHORT_ID = 8;

/** 谁有待复核, 待复核的紧急查看. */
export const pendingRequest: TypedRequest = {
  read: (text) => (/^(?:还?有?(?:谁|哪些|什么)?(?:有)?)?待复核(?:的)?(?:紧急查看)?[?？吗呢]*$/u.test(text.trim()) ? list : null),
};

async function list({ deps, staff }: Speaking): Promise<Answered> {
  const pending = await pendingReviews({ tx: deps.db.tx, sealer: deps.sealer }, staff);
  if (pending === null) return plain(requestTexts.noReviewers);
  if (pending.length === 0) return plain(requestTexts.nothingToReview);
  const lines = pending.map(({ row, reason }) => {
    const name = `${row.town ?? ''}${row.village ?? ''}${maskName(row.name, 'private_chat', false) ?? ''}`;
    return requestTexts.toReview(
      row.id.slice(0, SHORT_ID),
      row.staffId,
      plainMarkdown(name),
      minuteText(row.openedAt),
      plainMarkdown(reason),
      row.reviewDueOn,
    );
  });
  const buttons = pending.slice(0, 2).flatMap(({ row }) => {
    const id = row.id.slice(0, SHORT_ID);
    return [{ label: `${id} 妥当`, says: `复核 ${id} 妥当` }];
  });
  return plain([lines.join('\n'), requestTexts.reviewHow].join('\n\n'), buttons);
}

/** 复核 1a2b3c4d 不妥 没有急事. */
export const reviewRequest: TypedRequest = {
  read: (text) => {
    const said = /^复核\s*([0-9a-f][0-9a-f-]{5,35})\s*(妥当|不妥)[，,：:\s]*(.*)$/su.exec(text.trim());
    return said ? (speaking) => review(speaking, said[1] ?? '', said[2] === '妥当' ? 'proper' : 'improper', said[3] ?? '') : null;
  },
};

async function review(speaking: Speaking, id: string, verdict: 'proper' | 'improper', words: string): Promise<Answered> {
  const { deps, staff, now, channel } = speaking;
  const emergency = { sealer: deps.sealer, now, isWorkday: deps.cases.isWorkday, tell: deps.tellEmergency };
  const result = await deps.db.transaction((tx) => reviewBreakGlass({ tx, ...emergency }, staff, { id, verdict, words, channel }));
  return plain(result.kind === 'reviewed' ? requestTexts.reviewed(verdict) : requestTexts.reviewRefused[result.why]);
}

/** 不看了, 收起完整内容: what was shown whole is masked again at once. */
export const endRequest: TypedRequest = {
  read: (text) => (/^(?:收起|结束查看|收回)(?:完整内容)?[。！!]*$/u.test(text.trim()) ? end : null),
};

async function end({ deps, staff, now }: Speaking): Promise<Answered> {
  return plain(requestTexts.ended(await endReveals(deps.db.tx, staff.id, now)));
}

/** 今天我查了多少. */
export const countRequest: TypedRequest = {
  read: (text) =>
    /^(?:我今天|今天我?|我)(?:已经)?(?:查|看)了(?:多少|几)(?:次|人|份|个)?(?:档案|人)?[?？]*$/u.test(text.trim()) ? count : null,
};

async function count({ deps, staff, now }: Speaking): Promise<Answered> {
  const { done } = await standingOf(deps.db.tx, staff.id, '', now);
  return plain(requestTexts.counts(done.looks, done.reveals, done.exports));
}
