import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { hasDiedBehind } from '../readers/death-reader.ts';
import { type Kin, type KinKind, type KinLink, kinIn, turnedKind } from '../readers/kinship-reader.ts';
import type { PersonSighting } from '../readers/person-reader.ts';
import { put, type SlotDraft, type SlotReading } from './slot-reading.ts';

/** Services between somebody and a soldier who is their kin: which field is the soldier's, and whose name comes first when neither is marked. */
interface Soldier {
  field: string;
  comesFirst?: boolean;
  /** A child goes where its father serves. */
  hasChildren?: boolean;
}

const SOLDIERS: Record<string, Soldier> = {
  'conscript-allowance': { field: 'soldier' },
  'aixin-great-wall': { field: 'serviceman' },
  'family-settlement': { field: 'serviceman', comesFirst: true, hasChildren: true },
  'spouse-placement': { field: 'serviceman', comesFirst: true },
  'martyr-certificate': { field: 'martyr' },
  'remote-memorial-subsidy': { field: 'martyr' },
  'regular-pension': { field: 'dead_soldier' },
};

/** Where else a named kinsman belongs, by service. */
const KINSMEN: Record<string, string> = {
  'school-transfer': 'child',
  'summer-training': 'child',
  'care-fund': 'student',
  'glory-home': 'guardian',
  'laobing-code': 'helper',
  'join-up-bundle': 'family_contact',
  'home-return-bundle': 'household_head',
  'household-restore': 'household_head',
  'merit-report': 'family_member',
  'hardship-aid': 'proxy',
  'preferential-card': 'proxy',
};

const MARK_BEFORE =
  /(?:部队的|烈士(?:姓名|名字)?[:：\s]?|军人|义务兵|现役(?:军人)?|新兵|牺牲的?|病故的?)(?:就?[是叫]|名叫)?(?:(?:他|她)(?:的)?[\u3400-\u9FFF]{0,3}|[儿女丈][\u3400-\u9FFF])?$/;
const MARK_AFTER =
  /^(?:同志)?(?:以前|就|也|还|正)?(?:是|在|去)?(?:个)?(?:烈士|现役|当(?:了)?(?:义务)?兵|部队|服役|军官|因公牺牲|牺牲|病故|第[一二12]年|头一年|服兵役|入伍)/;

function isMarked(text: string, person: PersonSighting): boolean {
  return MARK_BEFORE.test(text.slice(0, person.start)) || MARK_AFTER.test(text.slice(person.end));
}

function fieldOf(reading: SlotReading, key: string): FieldDefinition | undefined {
  return reading.flow.fields.find((field) => field.key === key);
}

function putPerson(reading: SlotReading, draft: SlotDraft, key: string, person: PersonSighting): void {
  if (fieldOf(reading, key)?.type === 'person' && reading.filled[key] === undefined) put(draft, key, person.name, person);
}

/** The kin as an option of a relation field: father where there is one, parent elsewhere. */
function optionOf(field: FieldDefinition, kind: KinKind, sex: Kin['sex']): string | null {
  const options = field.options ?? {};
  if (options[kind] !== undefined) return kind;
  if (kind === 'parent' && options['father'] !== undefined) return sex === 'female' ? 'mother' : 'father';
  return options['other'] === undefined ? null : 'other';
}

const NOWHERE = { start: 0, end: 0 };

function putRelation(reading: SlotReading, draft: SlotDraft, kin: Kin, isTurned: boolean): void {
  const field = fieldOf(reading, 'relation');
  if (!field) return;
  // 她儿子: it is the mother who speaks.
  const turnedSex = new RegExp(`她(?:的)?${kin.word}`).test(reading.said.text) ? 'female' : null;
  const value =
    field.type === 'enum' ? optionOf(field, isTurned ? turnedKind(kin.kind) : kin.kind, isTurned ? turnedSex : kin.sex) : kin.word;
  if (value !== null && !(field.type !== 'enum' && isTurned)) put(draft, 'relation', value, NOWHERE);
}

/** Without a mark: of a soldier who serves it is the father or mother that applies; where he is named first, whoever is tied to him. */
function mayApplyFor(link: KinLink, { field, comesFirst, hasChildren }: Soldier, text: string): boolean {
  if (link.kin.kind === 'spouse' && link.kin.sex === 'male') return false;
  if (hasChildren && link.kin.kind === 'parent' && !/父母|爸妈|老人/.test(text)) return false;
  const isParent = link.kin.kind === 'parent' && /^(?:soldier|serviceman)$/.test(field);
  return isParent || (Boolean(comesFirst) && link.isTied);
}

/** 葛凤仙 … 她老公季长河是烈士: who of the two is the soldier, and what the other one is to him. */
function fillSoldier(reading: SlotReading, draft: SlotDraft, soldier: Soldier): void {
  const { text, persons, kinship } = reading.said;
  const link = kinship.find(({ kin }) => kin.kind !== 'other' || kinship.length === 1);
  const marked = persons.find((person) => isMarked(text, person));
  if (!link) {
    putUnnamed(reading, draft);
    if (marked && (persons.length > 1 || soldier.field !== 'serviceman')) putPerson(reading, draft, soldier.field, marked);
    return;
  }
  const isOfSoldier = marked && link.of ? marked === link.of : mayApplyFor(link, soldier, text);
  const other = isOfSoldier ? link.of : link.person;
  const applicant = isOfSoldier ? link.person : link.of;
  if (other) putPerson(reading, draft, soldier.field, other);
  if (applicant) putPerson(reading, draft, reading.flow.subjectField, applicant);
  putRelation(reading, draft, link.kin, !isOfSoldier);
}

const OF_ELDERS = /^(?:glory-home|laobing-code)$/;

/** 解小妹爸爸因公牺牲: the soldier is not named, but what he was to her is. */
const UNNAMED =
  /^(?:的|他|她)?(爸爸?|爹|父亲|老爸|妈妈?|母亲|老公|丈夫|老婆|妻子|儿子|女儿|哥哥?|弟弟?|姐姐?|妹妹?)(?:就|也)?(?:是)?(?:因公|烈士|牺牲|病故|在部队)/;

function putUnnamed(reading: SlotReading, draft: SlotDraft): void {
  const { text, persons } = reading.said;
  const word = persons.map(({ end }) => UNNAMED.exec(text.slice(end))?.[1]).find(Boolean);
  const kin = word === undefined ? null : kinIn(word);
  if (kin) putRelation(reading, draft, kin, true);
}

function fillKinsman(reading: SlotReading, draft: SlotDraft, key: string): void {
  const { kinship, persons } = reading.said;
  const link = kinship.find((one) => isMeant(key, one, reading));
  if (!link || isElder(reading, link)) {
    if (link) putPerson(reading, draft, reading.flow.subjectField, link.person);
    return;
  }
  putPerson(reading, draft, key, link.person);
  const first = persons.find((person) => person !== link.person);
  if (first && (link.of === first || link.of === null)) putPerson(reading, draft, reading.flow.subjectField, first);
  const proxy = fieldOf(reading, 'proxy_relation');
  const relation = key === 'proxy' && proxy ? optionOf(proxy, link.kin.kind, null) : null;
  if (relation !== null) put(draft, 'proxy_relation', relation, NOWHERE);
}

/** 小卓家光荣院 … 他爷爷卓阿土: the elder is whom it is for. */
function isElder({ flow }: SlotReading, { kin }: KinLink): boolean {
  return OF_ELDERS.test(flow.id) && /^(?:parent|grandparent)$/.test(kin.kind);
}

/** 蓬阿娣 … 伊拉爹蓬国宝没了: who has died, who comes, and what the one was to the other. */
function fillMourner(reading: SlotReading, draft: SlotDraft): void {
  const { kinship, persons, text } = reading.said;
  const dead = persons.find(({ end }) => hasDiedBehind(text, end));
  if (dead) putPerson(reading, draft, reading.flow.subjectField, dead);
  const [link] = kinship;
  if (!link) return;
  const mourner = link.person === dead ? persons.find((person) => person !== dead) : link.person;
  if (mourner) putPerson(reading, draft, 'applicant', mourner);
  if (link.person === dead) return;
  const other = persons.find((person) => person !== link.person);
  if (other && (link.of === other || link.of === null)) putPerson(reading, draft, reading.flow.subjectField, other);
  putRelation(reading, draft, link.kin, false);
}

/** Only a child goes to school; who acts for another says so. */
function isMeant(key: string, { kin, person }: KinLink, reading: SlotReading): boolean {
  if (key === 'child') return kin.kind === 'child' || kin.kind === 'grandchild';
  if (key === 'student') return kin.kind === 'child' || kin.kind === 'grandchild';
  const around = reading.said.text.slice(Math.max(0, person.start - 10), person.end + 8);
  return key !== 'proxy' || /代办|代领|代为|来办|帮(?:他|她)?办|帮忙办|代/.test(around);
}

/** Persons who are named as somebody's kin, and what they are to each other. Comes before the other persons. */
export function fillKin(reading: SlotReading, draft: SlotDraft): void {
  const { asked } = reading;
  if (asked?.key === 'relation' || asked?.key === 'proxy_relation') answerRelation(reading, draft, asked);
  else if (asked?.type !== 'person') fillNamedKin(reading, draft);
}

function answerRelation(reading: SlotReading, draft: SlotDraft, asked: FieldDefinition): void {
  const kin = kinIn(reading.said.text);
  const value = kin && asked.type === 'enum' ? optionOf(asked, kin.kind, kin.sex) : (kin?.word ?? null);
  if (value !== null && value !== 'other') put(draft, asked.key, value, NOWHERE);
}

function fillNamedKin(reading: SlotReading, draft: SlotDraft): void {
  if (/(?:服务站|站里)代办/.test(reading.said.text) && fieldOf(reading, 'proxy_relation')) put(draft, 'proxy_relation', 'station', NOWHERE);
  const soldier = SOLDIERS[reading.flow.id];
  const key = KINSMEN[reading.flow.id];
  if (soldier) fillSoldier(reading, draft, soldier);
  else if (reading.flow.id === 'farewell-honour') fillMourner(reading, draft);
  else if (key !== undefined) fillKinsman(reading, draft, key);
}
