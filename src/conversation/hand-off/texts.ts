/** Words of a conversation given to the duty officer, for both sides. */
export const handOffTexts = {
  begun: (who: readonly string[], about: string | null) =>
    [
      `已请值班同事：${who.join('、')}。`,
      '接下来您说的话我都转过去，回复一到就发给您。',
      about ? `“${about}”先放着，填过的都在。要自己接着办，说“结束人工”。` : '不用了说“结束人工”。',
    ].join('\n\n'),
  already: '已经在请值班同事了，您的话都会转过去。不用了说“结束人工”。',
  nobody: '这会儿没有找到值班的同事，请打区退役军人服务中心电话。您填到一半的内容都还在。',
  passedOn: '已转给值班同事，有回复马上发给您。要自己接着办，说“结束人工”。',
  endedBySpeaker: '好，已结束人工。',
  place: (name: string, where: string) => (where === '' ? name : `${name}（${where}）`),

  askedTitle: '有同事找人工',
  asked: (who: string, about: string | null, question: string | null) =>
    [`### ${who}请您帮忙`, ...(about ? [`在办：${about}`] : []), ...(question ? [`正问到：${question}`] : [])].join('\n\n'),
  raised: (who: string) => `### ${who}找人工，还没有人回复`,
  said: (words: string) => `> ${words}`,
  howToAnswer: (name: string) => `回复说“回复 ${name}：……”，办完说“结束人工 ${name}”。`,
  replyButton: (id: string) => ({ label: '回复', says: `回复 ${id}` }),
  endButton: (id: string) => ({ label: '办完了', says: `结束人工 ${id}` }),
  wordTitle: '人工：新消息',
  word: (who: string, words: string) => `**${who}**：${words}`,
  endedTitle: '人工已结束',
  endedByOther: (who: string) => `${who}结束了这次人工。`,
  goOn: '没办完的说“继续刚才的”接着办。',
  raisedForYou: (who: readonly string[]) => `还没有人回复，已再请：${who.join('、')}。`,

  askReply: (name: string) => `要回复${name}什么？直接说，我原话转过去。不回了说“取消”。`,
  replied: (name: string) => `已发给${name}。`,
  ended: (name: string) => `已结束，告诉${name}了。`,
  noSuch: (said: string) => (said === '' ? '现在没有等您回复的人工。' : `没有找到${said}的人工，可能已经结束。`),
  which: (names: readonly string[]) => `有几位在等：${names.join('、')}。请说“回复 姓名：……”。`,
  waiting: (lines: readonly string[]) => ['等您回复的人工：', ...lines.map((line) => `- ${line}`)].join('\n'),
  since: (who: string, at: string) => `${who}，${at}起`,
  purpose: '转人工',
};
