import { isArchiveNumber } from '../../dialogue/archive-number.ts';
import type { PersonKey, ShowKind } from '../../dialogue/command.ts';
import type { Span } from '../phrase-table.ts';
import { compact, type Said } from '../said.ts';
import { categoriesIn } from './figure-intents.ts';
import { type IntentReader, reading } from './intent.ts';

const SHOWS: readonly [ShowKind, RegExp][] = [
  [
    'basic',
    /电话|手机(?!号?尾)|联系方式|号码(?!尾)|地址|住址|住(?:哪|在哪|什么地方)|家在哪|年龄|多大(?:年纪|岁数|了)?|几岁|生日|哪年(?:出)?生|岁数|基本(?:情况|信息)|身份证号(?:是)?多少|户籍在/,
  ],
  [
    'service',
    /(?:哪年|什么时候|几时|啥时候|哪一年|几几年|几年|哪个年头)(?:当|入|退|参)[兵伍役]?|立(?:过|了)?(?:什么|啥|几次?|多少次?)?功|服役|当(?:过)?(?:几年|多久|什么|啥)?兵|军龄|部队|兵种|军种|入伍|退役(?:时间|日期)|退伍(?:时间|日期)|打过仗|参(?:加)?过战[吗没]?|参战(?:经历|情况)|战功|功勋|从军/,
  ],
  [
    'family',
    /家(?:属|庭(?:成员|情况)?|里(?:还)?(?:有)?(?:什么人|谁|哪些人|几口人?|人|情况))|老婆|老公|儿子|女儿|子女|爱人|配偶|老伴|亲属|家人|孩子|监护人|紧急联系人|家里情况/,
  ],
  [
    'benefits',
    /待遇|补助|补贴|抚恤|享受(?:了|过)?(?:什么|啥|哪些|过)|领(?:了|过|着)?(?:什么|啥|哪些|多少)|优待(?!证)|拿(?:多少|什么|哪些)(?:钱|补)?|定补|发(?:了|过)多少钱|疗养过|疗养去过|去过疗养|上次疗养/,
  ],
  ['visits', /走访|慰问|上次(?:去|看|谁)|谁(?:去)?看过|什么时候(?:去)?看|看望/],
  [
    'cases',
    /办过(?:什么|啥|哪些|的)|办件|办(?:了|理过)(?:什么|啥|哪些)|申请过|(?:有|在办)(?:什么|哪些|几个)(?:件|事项)|办理记录|办事记录|在办的|名下的?(?:件|事项)/,
  ],
  ['certificates', /优待证|证照|证件|老兵码|光荣牌|残疾(?:军人)?证|退役证|烈士证|电子证|什么证|哪些证|啥证/],
  ['all', /全部(?:信息|情况|资料)|所有(?:信息|资料|情况)|完整(?:档案|信息|资料)|全套/],
];

export function showsIn(text: string): ShowKind[] {
  // 随军家属 and 烈士子女 are what somebody is, not what is asked for.
  const asked = text.replace(/(?:随军|军人|烈士|烈属|病故|牺牲)(?:军人)?(?:家属|子女|家庭)/g, '');
  return SHOWS.filter(([, pattern]) => pattern.test(asked)).map(([kind]) => kind);
}

const VERB =
  /查(?!岗|漏|处)|找(?!不到|不着|工作|志愿|律师|导师|个活|份)|搜|调(?:出|取|一?下|阅)|看(?!病|了|过|不|中|心理)看?(?:一?下)?|翻(?:一?下)?|给我(?!.*(?:报|办|申请|登记))|帮我(?!给|把|替|为|报|办|申|弄|登)|显示|列(?:一?下|出|列)?|打开|告诉我|要(?=.{0,12}(?:档案|资料|电话|名单|信息))|想知道|了解(?:一?下)?|核(?:实|对|查)(?:一?下)?|拉(?:一?下)?/;
const NOUN =
  /档案|资料|信息|情况|名单|名册|底子|材料卡|谁是|是谁|是哪(?:个|位)|有哪些人?|哪些(?:人|老兵|军人|参战)|都有谁|有谁|哪几[个位户]|的(?:人|老兵|那个|那位)$|是不是老兵|谁叫|什么人|哪个老兵|叫什么|有没有(?:个)?(?:叫|姓)|有没有这个?人|这个人|怎么联系/;
const ID_TAIL =
  /(?:后[四4]位|末[四4]位)(?:的)?身份证(?:号)?(?:是|为)?\s*(\d{3}[\dXx])|身份证(?:号码?)?(?:的)?(?:尾号|后[四六4]位|最后[四4]位|末[四4]位|后面|尾数|末尾|结尾)(?:是|为)?\s*[:：]?\s*(\d{3,6}[\dXx]?)|尾号(?:是|为)?\s*(\d{3}[\dXx])(?:的)?身份证/;
const PHONE_TAIL =
  /(?:手机号?码?|电话号?码?|号码)(?:的)?(?:尾号|后[四4]位|最后[四4]位|末[四4]位|后面|尾数|末尾|结尾)(?:是|为)?\s*[:：]?\s*(\d{3,6})|尾号(?:是|为)?\s*(\d{4})(?:的)?(?:手机|电话)|(?:手机|电话|1[3-9]\d)[^,，。]{0,8}尾号(?:是|为)?\s*(\d{4})/;
const BIRTH_YEAR = /((?:19|20)\d\d)年?(?:出生|生|的(?!时候)|生人)|(?:生于|出生于)((?:19|20)\d\d)|(?<!\d)(\d\d)年(?:出生|生|生人)/;

function birthYearIn(text: string): number | undefined {
  const match = BIRTH_YEAR.exec(text);
  if (!match) return undefined;
  const short = match[3] === undefined ? undefined : Number(match[3]);
  return short === undefined ? Number(match[1] ?? match[2]) : 1900 + short;
}

function tailIn(pattern: RegExp, text: string): string | undefined {
  const match = pattern.exec(text);
  return match
    ?.slice(1)
    .find((group) => group !== undefined)
    ?.toUpperCase();
}

/**
 * A name typed by its sound, behind a word for looking up: 查一下zhangjianguo, 找zjg, 查张jg的档案, 查zhang建国. Nobody is called so, and nothing
 * else that is looked up is written in letters.
 */
const TYPED_NAME =
  /(?:查(?:一下|一查|查|找|看)?|找(?:一下|找)?|搜(?:一下|索)?|看(?:一下|看)?|调(?:一下|出)?)\s*([\u3400-\u9FFF]{1,2}[a-z]{1,3}|[a-z]{2,12}[\u3400-\u9FFF]{1,2}?|[a-z]{2,30}(?:\s[a-z]{2,8}){0,2})(?=$|的|档案|资料|信息|[\s，,。?？])/iu;

function typedNameIn(text: string): string | undefined {
  return TYPED_NAME.exec(text)?.[1];
}

/** 查华zh: 查 is a surname too, but a name that goes on in letters is one typed by its sound. */
function nameIn({ text, persons: [person] }: Said): string | undefined {
  return person && !/[a-z]/i.test(text[person.end] ?? '') ? person.name : undefined;
}

/** The parts that find a person; empty when nothing does. A place after 不是 is where they do not live. */
export function personKeyIn(said: Said): PersonKey {
  const { text } = said;
  const denied = said.places.filter((place) => /(?:不是|不要|别是)$/.test(text.slice(0, place.start)));
  const kept = said.places.filter((place) => !denied.includes(place));
  const id = said.identities.find((one) => one.kind === 'idcard')?.value ?? undefined;
  const phone = said.identities.find((one) => one.kind === 'phone')?.value ?? undefined;
  const [category] = categoriesIn(said);
  const name = nameIn(said) ?? typedNameIn(text);
  return compact({
    name,
    idcard: id,
    phone,
    idcardTail: tailIn(ID_TAIL, text),
    phoneTail: tailIn(PHONE_TAIL, text),
    town: nameOf(kept, 'town'),
    village: nameOf(kept, 'village'),
    birthYear: birthYearIn(text),
    // With a name the category only describes (老兵张建国), unless it is what is asked for.
    category: name === undefined || /的/.test(text) ? category : undefined,
  });
}

function nameOf(places: Said['places'], kind: 'town' | 'village'): string | undefined {
  return places.find((place) => place.kind === kind)?.name;
}

const CERTAIN_KEYS = ['name', 'idcard', 'phone', 'idcardTail', 'phoneTail'] as const;

/** 查一下东柳街道张建国的档案 · 身份证尾号3016的是谁 · 姜山的参战老兵有哪些人. Labelling rule 9. */
export const readFindPerson: IntentReader = (said) => {
  const by = personKeyIn(said);
  const isPerson = CERTAIN_KEYS.some((key) => by[key] !== undefined);
  const isGroup =
    by.category !== undefined ||
    by.birthYear !== undefined ||
    ((by.town ?? by.village) !== undefined && /老兵|退役军人|退伍|优抚|对象|烈属|人员/.test(said.text));
  if (!isPerson && !isGroup) return null;
  // The word for what was typed as the key (这个号码是谁的) asks for nothing.
  const shows = showsIn(by.phone === undefined && by.phoneTail === undefined ? said.text : said.text.replace(/电话|手机号?|号码/g, ''));
  const hasVerb = isLookedUp(said);
  const hasNoun = NOUN.test(said.text);
  const confidence = confidenceOf(said, { isPerson, hasVerb, hasNoun, hasShow: shows.length > 0 });
  if (confidence === 0) return null;
  const show = isPerson && shows.length > 0 ? shows : undefined;
  return reading(confidence, { type: 'find-person', by, ...compact({ show }) });
};

/** The verb stands in the clause of the key, or is a clause of its own (张伟，东柳那个，查一下): 想找个会计的活，叫蒋玲 looks nobody up. */
function isLookedUp(said: Said): boolean {
  const [person] = said.persons;
  if (!person) return VERB.test(said.text);
  // 查志高想当讲师: the name holds no verb.
  const nameless = blanked(said.text, said.persons);
  const clauses = clausesOf(nameless);
  return clauses.some(({ text, start, end }) => VERB.test(text) && ((person.start >= start && person.end <= end) || text.length <= 6));
}

function blanked(text: string, spans: Span[]): string {
  return spans.reduce((rest, { start, end }) => rest.slice(0, start) + '\u3000'.repeat(end - start) + rest.slice(end), text);
}

function clausesOf(text: string): (Span & { text: string })[] {
  return [...text.matchAll(/[^,，。;； \n]+/g)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

interface Signs {
  isPerson: boolean;
  hasVerb: boolean;
  hasNoun: boolean;
  hasShow: boolean;
}

const ABOUT_THE_FILE =
  /改(?:一?下)?(?:他的?|她的?)?档案|(?:登|写|填|录)错|没(?:有)?(?:建)?档案|补建|档案(?:转|迁|移交|接收)|(?:更正|修改|新建|补建|注销|登记)[^,，。]{0,6}档案|建档/;
const ASKED = /[吗?？]|是不是|是否|来着|过没|多少|谁|哪|什么|啥|几|没$|没有$|了没|有没有|呢$/;

function confidenceOf(said: Said, signs: Signs): number {
  const { isPerson, hasVerb, hasNoun, hasShow } = signs;
  if (!isPerson) return hasNoun || hasVerb || /有没有|有无/.test(said.text) ? 0.86 : 0;
  if (ABOUT_THE_FILE.test(said.text)) return 0.4;
  if (hasShow) return confidenceOfShow(said.text, hasVerb || hasNoun);
  if (hasVerb || hasNoun) return 0.84;
  return isBareKey(said) ? 0.62 : 0;
}

/** A kind of fact is named: asked for, or only told in passing (周强的女儿要上小学). */
function confidenceOfShow(text: string, isLookingUp: boolean): number {
  if (isLookingUp) return 0.92;
  if (ASKED.test(text)) return 0.9;
  return text.length <= 12 ? 0.84 : 0.6;
}

/** Nothing but a name or a number: most likely somebody to look up. */
function isBareKey(said: Said): boolean {
  const [person] = said.persons;
  if (person && isArchiveNumber(person.name) && person.end - person.start === said.text.length) return true;
  return (said.identities.length > 0 && said.text.length <= 24) || (said.text.length <= 5 && said.persons.length === 1);
}
