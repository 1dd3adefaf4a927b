/** Surnames of two characters in use; a name that is no longer than one of these has a surname of one. */
const compound = new Set(
  `欧阳 司马 上官 诸葛 司徒 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 轩辕 端木 百里 呼延 东郭 南门 西门 公羊 申屠 澹台 濮阳 淳于
  单于 太叔 仲孙 钟离 闾丘 鲜于 司空 司寇 赫连 拓跋 完颜 纳兰 即墨 微生 公冶 梁丘 左丘 东门 第五 万俟 闻人 宗政 巫马 乐正 公西 漆雕 谷梁 段干 亓官`.split(
    /\s+/,
  ),
);

/** Splits a Chinese name. Names with a middle dot (minority and foreign names) have no surname in front: it comes back empty. */
export function splitName(name: string): { surname: string; given: string } {
  if (/[·•・.]/.test(name)) return { surname: '', given: name };
  const characters = Array.from(name);
  const firstTwo = characters.slice(0, 2).join('');
  const length = characters.length > 2 && compound.has(firstTwo) ? 2 : 1;
  return { surname: characters.slice(0, length).join(''), given: characters.slice(length).join('') };
}
