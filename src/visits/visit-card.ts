import { type Day, daysBetween } from '../platform/calendar/day.ts';
import { findFestival } from '../platform/calendar/festivals.ts';
import { dayText } from './digest-text.ts';
import type { RecordedVisit } from './record-visit.ts';
import type { ProgressRow, VisitRow, VisitState } from './visit-list-store.ts';
import { VISITS_A_PAGE, type VisitList, type VisitProgress } from './visit-lists.ts';

const countText: Record<VisitState, (count: number) => string> = {
  todo: (count) => (count > 0 ? `还有 ${count} 户没走访` : '都走访完了'),
  done: (count) => (count > 0 ? `已走访 ${count} 户` : '还没有走访记录'),
  overdue: (count) => (count > 0 ? `有 ${count} 户逾期未走访` : '没有逾期'),
};

/** A list of visits in DingTalk's markdown; for a 1:1 chat. */
export function visitListCard(list: VisitList, today: Day): string {
  const { campaign, festivalName, which, total, page, pageCount } = list;
  const whose = list.of === 'own' ? '您' : (list.village ?? list.town ?? '全区');
  const head = `**${festivalName}走访** ${whose}${countText[which](total)}`;
  const lines = list.rows.map((row, index) => `${page * VISITS_A_PAGE + index + 1}. ${listLine(row, list)}`);
  const more = pageCount > 1 ? [`第 ${page + 1}/${pageCount} 页，说出镇街或村社可缩小范围。`] : [];
  return [`${head}。${which === 'todo' && total > 0 ? deadlineText(campaign.deadlineOn, today) : ''}`, lines.join('\n'), ...more]
    .filter(Boolean)
    .join('\n\n');
}

function listLine(row: VisitRow, list: VisitList): string {
  const place = list.of === 'area' && list.village ? [] : [row.village ?? row.town ?? '未登记村社'];
  const end = row.visitedOn ? [`${dayText(row.visitedOn)}走访`] : row.giftLimit === null ? [] : [`慰问不超过${row.giftLimit}元`];
  const who = list.of === 'area' ? [`走访人 ${row.assigneeName ?? '未派'}`] : [];
  return [row.name, ...place, row.reason, ...end, ...who].join('，');
}

function deadlineText(deadlineOn: Day, today: Day): string {
  const left = daysBetween(today, deadlineOn);
  if (left < 0) return `已过截止日（${dayText(deadlineOn)}），请尽快走访。`;
  return left === 0 ? '今天截止。' : `${dayText(deadlineOn)}截止，还剩 ${left} 天。`;
}

/** Progress in figures; nothing personal, so it may be shown in a group. */
export function visitProgressCard(progress: VisitProgress, today: Day): string {
  const { campaign, festivalName, total, done, overdue } = progress;
  const area = progress.village ?? progress.town ?? '全区';
  if (total === 0) return `**${festivalName}走访** ${area}没有走访任务。`;
  const late = overdue > 0 ? `，逾期 ${overdue} 户` : '';
  const head = `**${festivalName}走访** ${area}应走访 ${total} 户，已走访 ${done} 户（${percent(done, total)}），未走访 ${total - done} 户${late}。`;
  const rows = progress.village ? [] : [...progress.rows].sort((a, b) => a.done / a.total - b.done / b.total);
  return [head + deadlineText(campaign.deadlineOn, today), rows.map(progressLine).join('\n')].filter(Boolean).join('\n\n');
}

function progressLine({ name, total, done }: ProgressRow): string {
  return `- ${name ?? '未登记'} ${done}/${total}（${percent(done, total)}）`;
}

/** Rounded down: 100 % is said only when everything is done. */
function percent(done: number, total: number): string {
  return `${Math.floor((done / total) * 100)}%`;
}

/** What was recorded, and what is still wanted. */
export function recordedVisitCard(visit: RecordedVisit): string {
  const place = visit.village ? `（${visit.village}）` : '';
  if (visit.alreadyRecorded) return `${visit.name}${place}${dayText(visit.visitedOn)}的走访已经登记过，没有重复登记。`;
  const lines = [`已登记：${dayText(visit.visitedOn)}走访${visit.name}${place}。`];
  if (visit.needs.length > 0 && visit.needsDueOn)
    lines.push(`需求：${visit.needs.join('、')}，请在${dayText(visit.needsDueOn)}前转为办件。`);
  if (visit.missing.includes('needs')) lines.push('还没说有没有需求，没有也请说一声“没有需求”。');
  if (visit.festival) lines.push(festivalText(visit));
  return lines.join('\n\n');
}

function festivalText({ festival, completed, stillOpen }: RecordedVisit): string {
  const name = findFestival(festival?.festival ?? '')?.name ?? '';
  const settled = completed ? `${name}走访任务已完成一户` : `${name}的走访任务之前已完成，这次另记一笔`;
  return stillOpen ? `${settled}，您还有 ${stillOpen} 户。` : `${settled}。`;
}
