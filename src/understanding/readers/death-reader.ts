const WHEN =
  '(?:(?:今|昨|前|大前)[天日晚朝早夜]|上(?:个)?(?:周|礼拜|星期|月)[一二三四五六日天]?|\\d{1,2}月\\d{1,2}[日号]|\\d{1,2}[日号]|刚刚?)?(?:凌晨|早上|上午|中午|下午|晚上|夜里|半夜)?';
const DIED = new RegExp(
  `^(?:同志|老人家?|他|她)?[\\s,，]*${WHEN}(?:刚刚?|已经)?(?:走了|没了|去世|过世|病逝|离世|往生|不在了|老了(?!岁)|咽气|断气)`,
);

/** Whether what follows a name says that this person has died: 蓬国宝昨日夜里没了. */
export function hasDiedBehind(text: string, end: number): boolean {
  return DIED.test(text.slice(end));
}
