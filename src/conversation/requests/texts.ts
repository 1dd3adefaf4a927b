import type { RevealField } from '../../people/access/reveal-field.ts';
import { revealNames } from '../../people/access/texts.ts';
import type { Day } from '../../platform/calendar/day.ts';

/** Words of these requests that people read. */
export const requestTexts = {
  whoIsMeant: '请说是谁：姓名或档案号。',
  several: (total: number, isMore: boolean) => `符合的有 ${total} 人${isMore ? '以上' : ''}，请点一位，或者带上档案号再说一次：`,
  canCalculate: (names: readonly string[]) =>
    `要算哪一项？现在能算的有：${names.join('、')}。例如“算一算 自主就业一次性经济补助，当了5年兵”。`,
  calculated: (label: string, value: string) => `**${label}：${value}**`,
  calculatedFrom: (working: string) => `算法：${working}`,
  figure: (name: string, value: string, source: string, isIllustrative: boolean) =>
    `> ${name}：${value}（${source}）${isIllustrative ? '，示意值' : ''}`,
  calculateMissing: (service: string, labels: readonly string[], example: string) =>
    `算${service}还要知道：${labels.join('、')}。请连起来再说一次，例如“${example}”。`,
  calculateExample: (service: string, labels: readonly string[]) => `算一算 ${service}，${labels.map((label) => `${label}…`).join('，')}`,
  cancelled: '好的，不看了。',
  askRevealReason: (field: RevealField) =>
    `要看完整的${revealNames[field]}，请写明事由（例如“上门前核对电话”）。事由会留痕，完整内容 10 分钟内可看。\n\n不看了请说“取消”。`,
  reasonTooShort: '事由太简单，请写清楚为什么要看（至少四个字）。不看了请说“取消”。',
  revealed: (name: string, label: string, value: string, until: string) =>
    `**${name}** ${label}：${value}\n\n> 到 ${until} 前可看，事由已留痕。请勿转发、截图外传。`,
  notEntitled: (field: RevealField) => `按权限您不能看完整的${revealNames[field]}。有在办的办件时，可以从办件里看。`,
  nothingOnFile: (field: RevealField) => `档案里没有${revealNames[field]}。`,
  fileRefused: '您不能查看这份档案，或档案不存在。急事可以说“紧急查看 档案号 事由：…”，会通知所在站点并由第二人复核。',
  askEmergencyReason:
    '紧急查看会马上通知对方所在的服务站，并由另一位同事复核。请写明出了什么急事（例如“老人在外走失，联系家属”）。\n\n不看了请说“取消”。',
  emergencyWho: '紧急查看要说准一个人：档案号、身份证号，或者“村社+姓名”。',
  emergencyOpened: (until: string, reviewers: number) => `> 紧急查看，到 ${until} 为止。已通知所在服务站，${reviewers} 位复核人会核实。`,
  needless: '这份档案您本来就能看，不用紧急查看。',
  noReviewers: '您不是复核人。紧急查看由个人信息保护负责人复核，没有时由科室负责人复核。',
  nothingToReview: '没有待复核的紧急查看。',
  toReview: (id: string, opener: string, name: string, at: string, reason: string, due: Day) =>
    `- **${id}** ${at}，工号 ${opener} 查看 ${name}，事由：${reason}（${due} 前复核）`,
  reviewHow: '请说“复核 编号 妥当”或“复核 编号 不妥 原因”。',
  reviewed: (verdict: 'proper' | 'improper') => (verdict === 'proper' ? '已复核：妥当。' : '已复核：不妥。已收回，并告知局主要领导。'),
  reviewRefused: {
    role: '您不是复核人，没有改动。',
    unknown: '没有找到这件紧急查看，请核对编号。',
    own: '不能复核自己的紧急查看，请另一位复核人来办。',
    done: '这件已经复核过了。',
    words: '不妥要写明原因，请说一下为什么。',
  },
  changeNeedsReason: '改档案要写明原因，请带上“因为…”再说一次，例如“把张建国档案里的手机号改成13900001234，因为本人来电更正”。',
  changed: (archiveNo: string, label: string) => `已改：${archiveNo} 的${label}。原来的内容、谁改的、为什么改都留着，十分钟内可以撤销。`,
  undoButton: { label: '撤销', says: '撤销刚才的档案修改' },
  moved: (from: string, to: string, told: number) => `已从${from}迁到${to}，没走访的任务一起转过去，已通知两边 ${told} 位同事。`,
  noted: (archiveNo: string) => `已给 ${archiveNo} 加上备注。`,
  undone: (archiveNo: string) => `已撤销，${archiveNo} 恢复成修改前的内容，历史都留着。`,
  ended: (count: number) => (count > 0 ? `已收起 ${count} 项，之后按平常打码显示。` : '现在没有可看的完整内容。'),
  counts: (looks: number, reveals: number, exports: number) =>
    `您今天查看档案 ${looks} 次，查看完整内容 ${reveals} 次，导出 ${exports} 次。`,
  revealButton: (field: RevealField) => `看完整${revealNames[field]}`,
  revealSays: (field: RevealField, archiveNo: string) => `查看完整${revealNames[field]} ${archiveNo}`,
  emergencySays: (archiveNo: string) => `紧急查看 ${archiveNo}`,
  whoLookedSays: (archiveNo: string) => `谁看过${archiveNo}的档案`,
  whoLookedPurpose: '查询谁看过这份档案',
  mayNotAsk: '您不能查询谁看过这份档案。限个人信息保护负责人、内审、局主要领导、科室负责人，以及本镇街的站长。',
  nobodyLooked: '没有人看过这份档案。',
  looks: (count: number) => `最近 ${count} 次（新的在前）：`,
  look: (at: string, who: string, what: string, why: string | null) => `- ${at} ${who} ${what}${why ? `，事由：${why}` : ''}`,
};

export const emergencyNoticeTexts = {
  opened: (opener: string, place: string, archiveNo: string) => ({
    title: '有人紧急查看了本站的档案',
    line: `工号 ${opener} 刚才紧急查看了${place}的一份档案（${archiveNo}）。如不知情，请联系个人信息保护负责人。`,
  }),
  'to-review': (opener: string, place: string, archiveNo: string) => ({
    title: '请复核紧急查看',
    line: `工号 ${opener} 紧急查看了${place}的一份档案（${archiveNo}），请核实是否妥当。`,
  }),
  improper: (opener: string, place: string, archiveNo: string) => ({
    title: '紧急查看被认定不妥',
    line: `工号 ${opener} 对${place}一份档案（${archiveNo}）的紧急查看被认定不妥，请处理。`,
  }),
  reviewed: (_opener: string, place: string, archiveNo: string) => ({
    title: '您的紧急查看已复核',
    line: `您对${place}一份档案（${archiveNo}）的紧急查看已有复核结论。`,
  }),
};

export const alarmTitle = '系统报警';
