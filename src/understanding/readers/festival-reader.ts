import { createPhraseTable, type PhraseMatch } from '../phrase-table.ts';

/** Words → ids of domain/festivals.yaml. */
const FESTIVAL_WORDS: Record<string, string[]> = {
  spring_festival: ['春节', '过年', '年前', '新春', '新年慰问', '年关', '过大年', '大年', '年节'],
  qingming: ['清明节', '清明'],
  dragon_boat: ['端午节', '端午', '端五', '五月节', '粽子节'],
  army_day: ['八一建军节', '建军节', '八一节', '八一', '8.1', '81节', '8·1'],
  mid_autumn: ['中秋节', '中秋', '仲秋', '八月半', '月饼节'],
  martyrs_day: ['烈士纪念日', '烈士日', '九三零', '930'],
  double_ninth: ['重阳节', '重阳', '九九重阳', '敬老节', '老人节'],
  new_year: ['元旦节', '元旦'],
  womens_day: ['三八妇女节', '三八节', '妇女节', '三八'],
  discharge_welcome_spring: ['春季退役返乡迎接', '春季返乡迎接', '春季迎老兵'],
  ningbo_liberation: ['宁波解放纪念日', '宁波解放'],
  party_day: ['建党纪念日', '建党节', '七一'],
  victory_day: ['抗战胜利纪念日', '抗战胜利日', '九三纪念日'],
  discharge_welcome_autumn: ['秋季退役返乡迎接', '秋季返乡迎接', '秋季迎老兵'],
  defence_education_day: ['全民国防教育日', '国防教育日'],
  national_day: ['国庆节', '国庆', '十一'],
  korea_war_day: ['抗美援朝出国作战纪念日', '抗美援朝纪念日'],
  national_memorial: ['国家公祭日', '公祭日'],
};

const table = createPhraseTable(Object.entries(FESTIVAL_WORDS).flatMap(([id, words]) => words.map((word) => [word, id] as const)));

/** Festivals named in a text, ids of domain/festivals.yaml. 十一月 is no 国庆, 八一路 no 建军节. */
export function readFestivals(text: string): PhraseMatch<string>[] {
  return table.findAll(text).filter((match) => !isPartOfNumber(text, match));
}

function isPartOfNumber(text: string, match: PhraseMatch<string>): boolean {
  if (!/^[\d.一二三七八九十·]+$/.test(match.phrase)) return false;
  const [before, after] = [text[match.start - 1] ?? '', text.slice(match.end, match.end + 1)];
  return /[\d一二三四五六七八九十百千.-]/.test(before) || /[\d月号日年天点个岁路村.-]/.test(after);
}

export const festivalWords: string[] = Object.values(FESTIVAL_WORDS).flat();
