/** Words of the requests about a case that people read. */
export const caseTexts = {
  whichCase: '是哪一件？请带上办件编号，例如“取回 YZ20261123-0001”，或者先打开那一件。',
  noSuchCase: (no: string) => `没有找到编号里有 ${no} 的办件，或者它不在您能看的范围内。请核对编号。`,
  severalCases: (labels: readonly string[]) => ['有好几件，请点一件，或者说全编号：', ...labels.map((label) => `- ${label}`)].join('\n'),
  done: (name: string, caseNo: string) => `已${name}：${caseNo}`,
  read: (caseNo: string) => `已登记：您已阅 ${caseNo}。`,
  readBefore: (caseNo: string) => `${caseNo} 没有待您阅的抄送或传阅，没有改动。`,
  returned: (caseNo: string) => `已退回：${caseNo}`,
  decided: (word: string, caseNo: string) => `已${word}：${caseNo}`,
  onPaper: (word: string, caseNo: string, signer: string, on: string) =>
    `已补录：${caseNo} ${word}（纸面签批 ${signer}，${on}，由您录入，归档单上会写明）`,
  badDay: '补录要说清纸面上的日期和签批人，例如“补录 YZ20261123-0001 同意，签批人王敏，11月20日”。没有保存。',
  noSuchField: (label: string, labels: readonly string[]) =>
    labels.length > 0
      ? `没有“${label}”这一项，没有改也没有办。能改的项目要看这一步的权限，表上有：${labels.join('、')}。`
      : `没有“${label}”这一项，没有改。`,
  unread: (label: string, value: string) => `没看懂“${value}”，${label}没有改，也没有办。请换个写法再说一次。`,
  edited: (label: string, value: string) => `${label}改为 ${value}`,
  handOverWho: '请说清谁移交给谁，例如“把李强的全部待办移交给王敏”。',
  nothingToHandOver: (name: string) => `${name}手里没有待办的办件，不用移交。`,
  handOverList: (from: string, to: string, count: number) => `${from}手里有 ${count} 件待办，确认后全部移交给${to}：`,
  more: (count: number) => `……还有 ${count} 件`,
  confirmHandOver: '确认移交',
  handedOver: (moved: number) => `已移交 ${moved} 件，已告诉接手的同事。`,
  notHandedOver: (lines: readonly string[]) => `没有移交的 ${lines.length} 件：\n${lines.map((line) => `- ${line}`).join('\n')}`,
  sheet: (no: string, link: string, minutes: number) =>
    `${no} 的归档单已备好：[打开 PDF](${link})\n\n链接 ${minutes} 分钟内有效，只供您本人使用，打开会留痕。`,
};
