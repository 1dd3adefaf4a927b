/** Words of the requests about 老兵码 that people read. */
export const codeTexts = {
  apply: '申领老兵码',
  shown: (name: string, url: string, minutes: number) =>
    `**${name}** 的老兵码：[打开出示](${url})\n\n> 链接 ${minutes} 分钟内有效，只供您本人使用；二维码自动更新，每次出示和扫码都会留痕。`,
  link: (url: string, until: string) =>
    `请把下面的链接发给本人，在他自己的手机上打开一次：\n\n${url}\n\n> ${until} 前有效，只能用一次。绑定后本人随时可以亮码；手机丢了可以解除。`,
};
