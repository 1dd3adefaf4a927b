import { findColleague } from '../../cases/find-colleague.ts';
import { handOverWork } from '../../cases/hand-over.ts';
import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import type { Speaking } from '../conversation-deps.ts';
import { caseTexts as say } from './case-request-texts.ts';
import { type Answered, plain, type TypedRequest } from './typed-request.ts';

const LISTED = 15;
const ASKS =
  /^(?:离岗移交[：:\s]*)?(?:请?把|将)?\s*(\S{1,14}?)的?(?:全部|所有)(?:的?(?:待办|工作|办件|任务|件))?(?:都|全)?(?:移交|转交|交接|交)给\s*(\S{2,14}?)[。！!]*$/u;
const CONFIRMS = /^确认移交\s*(\S{2,14})\s*(?:给|→)\s*(\S{2,14})[。！!]*$/u;

/** 把李强的全部待办移交给王敏 (离岗移交): listed first, then moved by a second message. */
export const handOverRequest: TypedRequest = {
  read: (text) => {
    const asked = ASKS.exec(text);
    if (asked) return (speaking) => handOver(speaking, asked[1] ?? '', asked[2] ?? '', true);
    const confirmed = CONFIRMS.exec(text);
    return confirmed ? (speaking) => handOver(speaking, confirmed[1] ?? '', confirmed[2] ?? '', false) : null;
  },
};

async function handOver(speaking: Speaking, fromSaid: string, toSaid: string, isPreview: boolean): Promise<Answered> {
  const { deps, staff, now, channel } = speaking;
  const from = /^(?:我|本人)$/u.test(fromSaid) ? staff : await findColleague(deps.db.tx, fromSaid);
  if ('ok' in from) return plain(from.sentence);
  const to = await findColleague(deps.db.tx, toSaid);
  if ('ok' in to) return plain(to.sentence);
  const result = await handOverWork(deps.cases, { from, to, actor: staff, now, channel, isPreview });
  if (!result.ok) return plain(result.sentence);
  if (isPreview) return preview(from, to, result.tasks);
  const kept = result.kept.map((one) => `${one.caseNo}：${one.sentence}`);
  return plain([say.handedOver(result.moved.length), ...(kept.length > 0 ? [say.notHandedOver(kept)] : [])].join('\n\n'));
}

interface Named {
  id: string;
  name: string;
}

function preview(
  from: Named,
  to: Named,
  tasks: readonly { no: string; flowName: string; subjectName: string; taskStepName: string }[],
): Answered {
  if (tasks.length === 0) return plain(say.nothingToHandOver(from.name));
  const lines = tasks
    .slice(0, LISTED)
    .map((task) => `- ${task.no} ${task.flowName} ${plainMarkdown(task.subjectName)} · ${task.taskStepName}`);
  const more = tasks.length > LISTED ? [say.more(tasks.length - LISTED)] : [];
  const head = say.handOverList(from.name, to.name, tasks.length);
  return plain([head, [...lines, ...more].join('\n')].join('\n\n'), [
    { label: say.confirmHandOver, says: `确认移交 ${from.id} 给 ${to.id}` },
  ]);
}
