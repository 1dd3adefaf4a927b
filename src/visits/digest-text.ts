import type { Day } from '../platform/calendar/day.ts';
import type { Digest, DigestPart, FiguresHeadline, FiguresRow, OpenVisit, RunningCampaign, VisitHeadline } from './digest.ts';

/** More lines than this nobody reads in a chat; the rest is asked for. */
const LIST_LIMIT = 20;

const visitHeads: Record<VisitHeadline, (count: number, campaign: RunningCampaign) => string> = {
  list: (count) => `请核对名册（去世、迁出、新增请告诉我），共 ${count} 户：`,
  assign: (count, { deadlineOn }) => `派给您 ${count} 户，请在${dayText(deadlineOn)}前走访：`,
  remind: (count, { deadlineOn }) => `还有 ${count} 户没走访，请在${dayText(deadlineOn)}前完成：`,
  deadline: (count) => `今天截止，还有 ${count} 户没走访：`,
  overdue: (count, { deadlineOn }) => `已过截止日（${dayText(deadlineOn)}），还有 ${count} 户没走访：`,
  added: (count, { deadlineOn }) => `新增 ${count} 户，请在${dayText(deadlineOn)}前走访：`,
  'last-call': (count) => `今天截止，还有 ${count} 户没有记录，请在今天24点前录齐：`,
};

const figuresHeads: Record<FiguresHeadline, (totals: Totals, campaign: RunningCampaign) => string> = {
  plan: ({ total }, { on, deadlineOn }) =>
    `${dayText(on)}是节日，${dayText(deadlineOn)}前走访完。请准备方案、经费和慰问品，计划走访 ${total} 户：`,
  check: ({ total, done }) => `进度检查：${total} 户已走访 ${done} 户，未完成的有：`,
  escalate_town: ({ open }, { deadlineOn }) => `催办：${dayText(deadlineOn)}截止，还有 ${open} 户未走访，请督促：`,
  escalate_bureau: ({ open }, { deadlineOn }) => `催办：${dayText(deadlineOn)}截止，全区还有 ${open} 户未走访：`,
  close: ({ total, done, open }) => `走访汇总：应走访 ${total} 户，已走访 ${done} 户，未走访 ${open} 户。请归档并转办需求。`,
};

interface Totals {
  total: number;
  done: number;
  open: number;
}

export interface DigestText {
  title: string;
  markdown: string;
}

/** One message of the day in DingTalk's markdown. Names and villages only, since it goes to the visitor alone; heads get counts. */
export function digestText(digest: Digest, today: Day): DigestText {
  const title = `走访提醒 ${dayText(today)}`;
  const parts = digest.parts.map((part) => partText(part, digest.receiverId));
  const example = digest.parts.flatMap((part) => (part.content.kind === 'visits' ? part.content.visits : []))[0];
  const hint = example ? [`> 走访后直接告诉我，例如“今天看了${example.personName}，身体挺好，没有需求”。`] : [];
  return { title, markdown: [`### ${title}`, ...parts, ...hint].join('\n\n') };
}

function partText(part: DigestPart, receiverId: string): string {
  const { campaign, content } = part;
  const onBehalf = part.principalId === receiverId ? '' : `（代${part.principalName}）`;
  const name = `**${campaign.name}走访**${onBehalf} `;
  if (content.kind === 'visits') {
    const head = visitHeads[content.headline](households(content.visits), campaign);
    return [name + head, visitLines(content.visits)].join('\n\n');
  }
  const totals = totalsOf(content.rows);
  const lines = content.rows.map((row) => figuresLine(content.headline, row));
  return [name + figuresHeads[content.headline](totals, campaign), lines.join('\n')].join('\n\n');
}

/** A couple is one household: the second has no gift of its own. */
function households(visits: readonly OpenVisit[]): number {
  return visits.filter((visit) => visit.giftLimit !== null).length || visits.length;
}

function visitLines(visits: readonly OpenVisit[]): string {
  const lines = visits.slice(0, LIST_LIMIT).map((visit, index) => `${index + 1}. ${visitLine(visit)}`);
  const rest = visits.length - lines.length;
  return [...lines, ...(rest > 0 ? [`\n还有 ${rest} 户，发“还有几户没走”查看全部。`] : [])].join('\n');
}

function visitLine({ personName, village, town, reason, giftLimit }: OpenVisit): string {
  const gift = giftLimit === null ? [] : [`慰问不超过${giftLimit}元`];
  return [personName, village ?? town ?? '未登记村社', reason, ...gift].join('，');
}

function totalsOf(rows: readonly FiguresRow[]): Totals {
  const total = rows.reduce((sum, row) => sum + row.total, 0);
  const done = rows.reduce((sum, row) => sum + row.done, 0);
  return { total, done, open: total - done };
}

function figuresLine(headline: FiguresHeadline, { station, total, done }: FiguresRow): string {
  if (headline === 'plan') return `- ${station} ${total} 户`;
  if (headline === 'close') return `- ${station} ${done}/${total} 户`;
  return `- ${station} 还有 ${total - done} 户`;
}

export function dayText(day: Day): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}
