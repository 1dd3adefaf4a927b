/** Words and the reason typed with them: 查看完整手机号 张建国 事由：上门前核对. */
export function splitReason(text: string): { words: string; reason: string | null } {
  const [, words = text, reason] = /^(.*?)[，,；;\s]*(?:事由|原因|理由|因为|由于)[:：是\s]*(.+)$/su.exec(text.trim()) ?? [];
  return { words: words.trim(), reason: reason === undefined ? null : reason.trim() };
}
