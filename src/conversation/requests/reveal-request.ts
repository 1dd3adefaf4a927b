import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import { revealField } from '../../people/access/reveal.ts';
import type { RevealField } from '../../people/access/reveal-field.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import type { Speaking } from '../conversation-deps.ts';
import { personMeant } from './person-meant.ts';
import { splitReason } from './split-reason.ts';
import { requestTexts } from './texts.ts';
import { type Answered, plain, type TypedRequest } from './typed-request.ts';

const fieldWords: [RevealField, RegExp][] = [
  ['emergencyPhone', /紧急联系(?:人的?)?(?:电话|手机号?码?)/],
  ['idcard', /身份证(?:号码?)?|证件号码?/],
  ['phone', /手机(?:号码?)?|电话(?:号码?)?|联系方式/],
  ['address', /(?:家庭)?(?:住址|地址)/],
  ['bankcard', /银行卡(?:号码?)?|卡号/],
  ['birth', /出生(?:日期|年月日?)|生日/],
  ['health', /健康(?:情况|状况)?|病情|残情/],
];

const WHOLE = /完整的?|不打码的?|全号|没打码的?|全部号码/;
const FILLER = /请|帮我|给我|麻烦|我要|想|看一下|看看|查看|查一下|查|显示|看|一下|的/g;

/** 查看完整手机号 张建国 事由：上门前核对; 张建国的完整身份证号. */
export const revealRequest: TypedRequest = {
  read: (text) => {
    const { words, reason } = splitReason(text);
    if (!WHOLE.test(words)) return null;
    const field = fieldWords.find(([, pattern]) => pattern.test(words));
    if (!field) return null;
    const who = words
      .replace(field[1], '')
      .replace(WHOLE, '')
      .replace(FILLER, '')
      .replace(/[，,。.!！?？]/g, '')
      .trim();
    return (speaking) => reveal(speaking, who, field[0], reason);
  },
};

async function reveal(speaking: Speaking, who: string, field: RevealField, reason: string | null): Promise<Answered> {
  const archiveNo = await personMeant(speaking, who, (no) => requestTexts.revealSays(field, no));
  if (typeof archiveNo !== 'string') return archiveNo;
  if (reason === null) return { ...plain(requestTexts.askRevealReason(field)), pending: { kind: 'reveal', field, archiveNo } };
  return revealNow(speaking, archiveNo, field, reason);
}

/** Once the reason is there. */
export async function revealNow(speaking: Speaking, archiveNo: string, field: RevealField, reason: string): Promise<Answered> {
  const { deps, staff, now, channel } = speaking;
  const shown = await deps.db.transaction((tx) =>
    revealField({ tx, sealer: deps.sealer, now }, staff, { archiveNo, field, reason, channel }),
  );
  if (shown.kind === 'revealed') {
    const { name, label, value, untilAt, hint } = shown;
    const markdown = requestTexts.revealed(plainMarkdown(name), label, plainMarkdown(value), minuteText(untilAt));
    return plain(hint === null ? markdown : `${markdown}\n\n${hint}`);
  }
  switch (shown.why) {
    case 'reason':
      return { ...plain(requestTexts.reasonTooShort), pending: { kind: 'reveal', field, archiveNo } };
    case 'entitled':
      return plain(requestTexts.notEntitled(field));
    case 'empty':
      return plain(requestTexts.nothingOnFile(field));
    case 'ceiling':
      return plain(shown.sentence);
    case 'unreachable':
      return plain(requestTexts.fileRefused);
  }
}
