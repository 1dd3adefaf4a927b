import { breakGlass } from '../../people/access/break-glass.ts';
import { personCard } from '../../people/file/person-card.ts';
import { openFile } from '../../people/file/person-file.ts';
import { findExactly } from '../../people/search/find-exactly-store.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import type { Speaking } from '../conversation-deps.ts';
import { texts } from '../texts.ts';
import { splitReason } from './split-reason.ts';
import { requestTexts } from './texts.ts';
import { type Answered, plain, type TypedRequest } from './typed-request.ts';

/** 紧急查看 YZ-0012345 事由：老人走失，联系家属. */
export const emergencyRequest: TypedRequest = {
  read: (text) => {
    const { words, reason } = splitReason(text);
    const said = /^紧急(?:查看|查询|调阅)\s*(.*)$/su.exec(words);
    return said ? (speaking) => ask(speaking, said[1] ?? '', reason) : null;
  },
};

async function ask(speaking: Speaking, who: string, reason: string | null): Promise<Answered> {
  const { deps } = speaking;
  const archiveNo = await findExactly(deps.db.tx, deps.sealer, who);
  // Whether there is such a person is not told to whom may not see them: the reason is asked for all the same.
  if (archiveNo === null && !/^YZ-\d+$/i.test(who.trim())) return plain(requestTexts.emergencyWho);
  const target = archiveNo ?? who.trim().toUpperCase();
  if (reason === null) return { ...plain(requestTexts.askEmergencyReason), pending: { kind: 'break-glass', archiveNo: target } };
  return openInEmergency(speaking, target, reason);
}

/** Once the reason is there: opened, told, and shown. */
export async function openInEmergency(speaking: Speaking, archiveNo: string, reason: string): Promise<Answered> {
  const { deps, staff, now, channel } = speaking;
  const emergency = { sealer: deps.sealer, now, isWorkday: deps.cases.isWorkday, tell: deps.tellEmergency };
  const opened = await deps.db.transaction((tx) => breakGlass({ tx, ...emergency }, staff, { archiveNo, reason, channel }));
  if (opened.kind === 'refused') {
    if (opened.why === 'reason') return { ...plain(requestTexts.reasonTooShort), pending: { kind: 'break-glass', archiveNo } };
    return plain({ role: texts.noRole, unreachable: texts.fileRefused, needless: requestTexts.needless }[opened.why]);
  }
  const view = await deps.db.transaction((tx) =>
    openFile({ tx, sealer: deps.sealer, now }, staff, archiveNo, { purpose: reason, channel, context: 'private_chat', shows: ['basic'] }),
  );
  const card = view.kind === 'file' ? personCard(view, ['basic']) : texts.fileRefused;
  const buttons = (['phone', 'address', 'emergencyPhone'] as const).map((field) => ({
    label: requestTexts.revealButton(field),
    says: `${requestTexts.revealSays(field, archiveNo)} 事由：紧急查看`,
  }));
  return plain([requestTexts.emergencyOpened(minuteText(opened.untilAt), opened.reviewers.length), card].join('\n\n'), buttons);
}
