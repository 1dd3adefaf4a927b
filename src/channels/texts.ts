/** What people read of this room: on messages that do not fit, and why a message was refused. */
export const texts = {
  untitled: '鄞领消息',
  cutShort: '\n\n……（内容较长，后面的没有显示；请缩小范围再查）',
  alsoSay: (says: string[]) => `也可以直接回复：${says.map((one) => `“${one}”`).join('、')}`,
  refusals: {
    notFound: '钉钉没有这个接口，消息没有发出；请检查 DINGTALK_API_BASE 是否填写正确。',
    credentials: '钉钉不认这个应用的凭证，消息没有发出；请检查 DINGTALK_CLIENT_ID 和 DINGTALK_CLIENT_SECRET。',
    permission: (scopes: string) => `应用缺少接口权限，消息没有发出；请在钉钉开发者后台为应用申请权限${scopes && `：${scopes}`}。`,
    ip: '本机出口地址不在钉钉应用的白名单内，消息没有发出；请在钉钉开发者后台登记。',
    robot: '机器人编码不对或机器人已停用，消息没有发出；请检查 DINGTALK_ROBOT_CODE，并确认应用版本已发布。',
    receiver: '接收人不在本单位的钉钉里或不在应用可见范围内，消息没有发出；请核对该人员的钉钉 userId。',
    group: '群不存在、已解散，或机器人不在群里，消息没有发出；请把机器人加入该群。',
    content: '消息内容不符合钉钉的要求，没有发出；请联系管理员查看日志。',
    session: '这次会话已过期，消息没有发出；请对方再发一条消息。',
    card: '卡片模板不存在、未发布或变量不对，消息没有发出；请检查 DINGTALK_CARD_TEMPLATE_ID。',
    file: '文件已过期或不属于本机器人，没有取到；请对方重新发送。',
    other: (code: string) => `钉钉拒绝了这次发送（${code}），消息没有发出；请联系管理员查看日志。`,
  },
  fileTooLarge: (megabytes: number) => `文件超过 ${megabytes} MB，没有接收；请压缩后重新发送。`,
  fileUnreachable: '暂时取不到这个文件，请稍后重新发送。',
  probe: {
    unreachable:
      '连不上钉钉服务器；请检查网络和防火墙是否放行 api.dingtalk.com、oapi.dingtalk.com 和 wss-open-connection.dingtalk.com 的 443 端口。',
    busy: '钉钉服务器正忙，请稍后再试。',
  },
} as const;
