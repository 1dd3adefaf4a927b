import { createPhraseTable, type PhraseMatch, type PhraseTable } from '../phrase-table.ts';

export interface CategoryWords {
  /** Id of domain/rules.yaml. */
  id: string;
  name: string;
  words: string[];
}

/** How staff call the categories of domain/rules.yaml; the caller's own words come on top. */
const COLLOQUIAL: Record<string, string[]> = {
  disabled: ['残疾军人', '伤残军人', '残军', '伤残老兵', '伤残的', '残疾的', '评残的', '伤残人员', '残疾老兵'],
  martyr: ['烈士遗属', '烈属', '烈士家属', '烈士家庭', '烈士亲属'],
  sacrifice: ['因公牺牲军人遗属', '因公牺牲遗属', '因公牺牲家属', '因公牺牲军人家属', '因公牺牲军属', '因公牺牲的'],
  illness: ['病故军人遗属', '病故遗属', '病故军人家属', '病故家属', '病故军属', '病故的'],
  old_demob: ['在乡复员军人', '复员军人', '在乡复员', '老复员', '复员老兵', '复员的', '在乡老复员军人'],
  ill_return: ['带病回乡退役军人', '带病回乡退伍军人', '带病回乡', '带病返乡', '带病还乡'],
  war: ['参战退役军人', '参战军人', '参战老兵', '参战人员', '参战', '打过仗', '上过战场', '打过越战', '对越参战', '上过前线'],
  test: ['参试退役军人', '参试军人', '参试人员', '参试', '核试验', '铀矿'],
  rural60: [
    '60周岁以上农村籍退役士兵',
    '60岁以上农村籍退役士兵',
    '60岁农村籍退役士兵',
    '农村籍退役士兵',
    '农村籍退伍兵',
    '农村籍退役',
    '农村退伍兵',
    '农村籍老兵',
    '农村籍',
  ],
  martyr_child60: ['60周岁以上烈士子女', '60岁以上烈士子女', '烈士老年子女', '老年烈士子女', '烈士子女'],
  red: ['三红人员', '红军老战士', '老红军', '红军失散人员', '西路军'],
  injured_police: ['伤残人民警察', '伤残民警', '伤残民兵', '因公伤残人员'],
  ordinary_veteran: ['其他退役军人', '普通退役军人', '一般退役军人'],
};

/** A table of all words for the categories that the product knows. */
export function createCategoryTable(categories: CategoryWords[]): PhraseTable<string> {
  return createPhraseTable(
    categories.flatMap(({ id, name, words }) => [name, ...words, ...(COLLOQUIAL[id] ?? [])].map((word) => [word, id] as const)),
  );
}

export type CategorySighting = PhraseMatch<string>;

export const categoryWordList: string[] = Object.values(COLLOQUIAL).flat();
