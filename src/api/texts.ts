export const texts = {
  title: '鄞领',
  subtitle: '鄞州区退役军人事务：办件、档案、走访',
  running: '服务正在运行。',
  chat: '打开本地钉钉聊天页',
  chatHint: '选一位演示工作人员，和机器人“鄞领”对话。全部人员与档案均为虚构演示数据。',
  real: '已连接钉钉。请在钉钉里搜索机器人“鄞领”开始对话。',
  health: '运行状态',
  linkOver: '链接已失效。请在钉钉里重新说“归档单”和办件编号。',
  sheetPurpose: '查看归档单',
};
