/** A kind of service recipient; ids of rules.yaml and, for families and recruits, of catalogue.yaml's audiences. */
export interface Category {
  id: string;
  name: string;
  /** How it is said; the official name is one of them. */
  words: readonly string[];
  /** Priority recipient: drawn from the pension register, on the festival visit roster. */
  isKey: boolean;
  /** Strongly sensitive (rules.yaml privacy: 参战涉核身份): shown only to those who may see merit. */
  isSensitive: boolean;
}

function category(id: string, name: string, words: string[], marks: 'key' | 'key-sensitive' | 'other' = 'other'): Category {
  return { id, name, words: [name, ...words], isKey: marks !== 'other', isSensitive: marks === 'key-sensitive' };
}

export const categories: readonly Category[] = [
  category('disabled', '残疾军人', ['伤残军人', '残疾退役军人', '评残'], 'key'),
  category('martyr', '烈士遗属', ['烈属', '烈士家属', '烈士亲属'], 'key'),
  category('sacrifice', '因公牺牲军人遗属', ['因公牺牲遗属', '因公牺牲家属', '因公牺牲军属'], 'key'),
  category('illness', '病故军人遗属', ['病故遗属', '病故家属', '病故军属'], 'key'),
  category('old_demob', '在乡复员军人', ['老复员军人', '复员军人', '老复员'], 'key'),
  category('ill_return', '带病回乡退役军人', ['带病回乡', '带病回乡退伍军人'], 'key'),
  category('war', '参战退役军人', ['参战老兵', '参战人员', '参战', '打过仗'], 'key-sensitive'),
  category('test', '参试退役军人', ['参试老兵', '参试人员', '参试', '涉核'], 'key-sensitive'),
  category('rural60', '60周岁以上农村籍退役士兵', ['农村籍退役士兵', '农村籍老兵', '60岁以上农村籍'], 'key'),
  category('martyr_child60', '60周岁以上烈士子女', ['烈士子女', '老烈士子女'], 'key'),
  category('red', '三红人员', ['三红', '红军老战士', '老红军'], 'key'),
  category('injured_police', '伤残人民警察、因公伤残人员、伤残民兵民工', ['伤残民警', '伤残人民警察', '因公伤残人员', '伤残民兵民工']),
  category('ordinary_veteran', '其他退役军人', ['普通退役军人', '一般退役军人']),
  category('veteran', '退役军人', ['退伍军人', '老兵', '退役士兵', '退伍兵']),
  category('active-serviceman', '现役军人', ['现役']),
  category('serving-family', '现役军人家属', ['现役军人家庭', '军属', '军人家属']),
  category('conscript-family', '义务兵家庭', ['义务兵家属']),
  category('accompanying-spouse', '随军家属', ['随军']),
  category('new-recruit', '新兵', ['入伍新兵']),
  category('transfer-officer', '军转干部', ['军队转业干部', '转业干部']),
  category('assigned-job-veteran', '转业士官', ['转业军士', '安排工作退役士兵']),
  category('self-employed-veteran', '自主就业退役士兵', ['自主就业']),
];

const byId = new Map(categories.map((one) => [one.id, one]));
const byWord = new Map(categories.flatMap((one) => one.words.map((word) => [word, one.id] as const)));

export const keyCategoryIds: readonly string[] = categories.filter((one) => one.isKey).map((one) => one.id);

/** Every file is a veteran's unless it says that it is a family's, a recruit's or a serving soldier's. */
const notVeterans = ['martyr', 'sacrifice', 'illness', 'martyr_child60', 'injured_police', 'active-serviceman', 'serving-family'];
const alsoNotVeterans = ['conscript-family', 'accompanying-spouse', 'new-recruit'];

const veterans = categories.map((one) => one.id).filter((id) => ![...notVeterans, ...alsoNotVeterans].includes(id));

interface Group {
  name: string;
  members: readonly string[];
}

// Ids that stand for several: rules.yaml entitled_persons, catalogue.yaml audiences.
const groups = new Map<string, Group>([
  ['key-recipient', { name: '重点优抚对象', members: keyCategoryIds }],
  ['three-family', { name: '烈士、因公牺牲军人、病故军人遗属', members: ['martyr', 'sacrifice', 'illness'] }],
  ['martyr-family', { name: '烈士遗属', members: ['martyr'] }],
  ['disabled-soldier', { name: '残疾军人', members: ['disabled'] }],
  ['serviceman', { name: '现役军人', members: ['active-serviceman'] }],
  ['veteran', { name: '退役军人', members: veterans }],
  ['new-veteran', { name: '新退役军人', members: veterans }],
]);

/** The category ids that a category or a group of them stands for; an id that nobody knows stands for itself, and finds nobody. */
export function categoryMembers(id: string): readonly string[] {
  return groups.get(id)?.members ?? [id];
}

/** Whether an id is a category of the archive or stands for several. */
export function isKnownCategory(id: string): boolean {
  return byId.has(id) || groups.has(id);
}

export function isKeyCategory(id: string): boolean {
  return byId.get(id)?.isKey ?? false;
}

export function isSensitiveCategory(id: string): boolean {
  return byId.get(id)?.isSensitive ?? false;
}

export function categoryName(id: string): string {
  return byId.get(id)?.name ?? groups.get(id)?.name ?? id;
}

/** Reads an id, an official name or a word for it; null when it is none. */
export function readCategory(text: string): string | null {
  const trimmed = text.trim();
  return byId.has(trimmed) ? trimmed : (byWord.get(trimmed) ?? null);
}
