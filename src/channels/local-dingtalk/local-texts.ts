/** What people read in the local DingTalk and its chat page. */
export const localTexts = {
  bot: '鄞领',
  onlyWithoutCredentials: '已经填写了钉钉凭证，本地钉钉不会启动；如要使用本地钉钉，请清空 DINGTALK_CLIENT_ID 和 DINGTALK_CLIENT_SECRET。',
  onlyOnLoopback: (host: string) =>
    `本地钉钉允许任意选择身份，只能在本机使用，不能在 ${host} 上启动；请把 HOST 设为 127.0.0.1，或填写钉钉凭证连接真正的钉钉。`,
  wrongHost: '本地钉钉只接受来自本机的访问，请用 http://127.0.0.1 打开。',
} as const;
