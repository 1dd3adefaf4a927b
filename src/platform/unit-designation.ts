/**
 * Designations of military units are state secrets and must be neither collected nor passed on (退役军人保障法第六条; rules.yaml
 * privacy: military, "不采集不传播，只用对外简称").
 */
const patterns = [
  /\d{4,6}\s*(?:部队|分队)/,
  /[某第]?[\d〇零一二三四五六七八九十百]{1,6}(?:集团军|基地军|军区部队|陆战旅|合成旅|摩步旅|装甲旅|炮兵旅|航空旅|支队|大队)/,
  /第[\d〇零一二三四五六七八九十百]{1,5}(?:师|旅|团|营|连)(?![范级长圆结社])/,
  /[\d〇零一二三四五六七八九十百]{2,5}(?:师|旅|团)(?![范级长圆结社以])/,
];

export function namesMilitaryUnit(text: string): boolean {
  const plain = text.replace(/[\s－-]/g, '').replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  return patterns.some((pattern) => pattern.test(plain));
}
