/** 老陈 10:21：…, 2026-11-23 10:21:05 老陈: lines of a chat that was passed on. */
const CHAT_LINE =
  /^\s*(?:\S{1,16}\s+)?(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?\s*)?(?:上午|下午)?\d{1,2}:\d{2}(?::\d{2})?(?:\s+\S{1,16})?\s*(?:[：:]|$)/u;
const CHAT_HEAD = /^[【[]?(?:转发|合并转发|聊天记录|群聊的聊天记录)/u;

/** What a message is that was not typed for the bot: a chat passed on, or cells of a table. Null: it was. */
export function pastedAs(text: string): 'chat' | 'table' | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2) return null;
  if (lines.filter((line) => line.split('\t').length >= 3).length >= 2) return 'table';
  const chat = lines.filter((line) => CHAT_LINE.test(line)).length;
  return chat >= 2 || (chat >= 1 && CHAT_HEAD.test(lines[0] ?? '')) ? 'chat' : null;
}
