import { boolWords } from '../lexicon/bool-words.ts';
import type { Span } from '../phrase-table.ts';
import { optionsSaid } from './option-reading.ts';
import { isUsed, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

/** Services with one free text that staff dictate as a piece by itself (申请公益性岗位 巡河员), and its field. */
const FIELDS: Record<string, string> = {
  'public-welfare-post': 'post',
  'skill-training': 'course',
  'career-star': 'project',
  'officer-placement': 'rank',
  'social-insurance-transfer': 'employer',
  'medical-insurance-continue': 'employer',
  'culture-tour-priority': 'venue',
  'support-merchant': 'merchant',
  'art-troupe': 'unit_alias',
  'employer-incentive': 'enterprise',
  'degree-upgrade': 'school_name',
  'startup-park': 'project',
};

const PIECE = /[^\s,，。;；、]+/g;
/** What a name of a thing does not hold: verbs and particles of talk. */
const TALK =
  /[了的要想办报补给帮来去还没不有接续转交缴户一下是在到把请说问吗呢吧我他她你们]|[\d一二两三四五六七八九十]+(?:个|人|元|块|万|年|月|天|岁|名|平|期|档)|申请|推荐|登记|预约|电话|联系|困难|同意|参加|老兵|退役|退伍|军人|军属|烈属|优抚|街道|镇$|转业|等功|立功|受伤|报名|入驻|本人|谢谢|麻烦/;

function isFreePiece(reading: SlotReading, draft: SlotDraft, piece: string, span: Span): boolean {
  const { said, flow } = reading;
  if (!/^[\u3400-\u9FFF]{3,12}$/.test(piece) || TALK.test(piece) || isUsed(draft, span)) return false;
  const known = [...said.persons, ...said.places, ...said.dates, ...said.times, ...(said.flow?.mentions ?? [])];
  if (known.some((one) => one.start < span.end && span.start < one.end)) return false;
  const isChoice = flow.fields.some((field) => optionsSaid(flow.id, field, piece).length > 0);
  const isBool = flow.fields.some(({ key }) => boolWords[key]?.yes.test(piece) || boolWords[key]?.no.test(piece));
  return !isChoice && !isBool && !said.categories.some((one) => one.start < span.end && span.start < one.end);
}

/** Services that are dictated with a story, and the field that it belongs to. */
const STORIES: Record<string, string> = {
  'career-star': 'deed',
  'model-veteran-nomination': 'deed',
  'gazetteer-entry': 'brief',
  'troops-needs': 'need',
  'appeal-handling': 'content',
};
const SHORTEST_STORY = 6;
const NO_STORY =
  /推荐|申报|申请|登记|报名|联系人|联络[员人]|负责人|电话|同意|奖励|预算|答复|项目|最美|之星|大赛|地方志|名录|入志|诉求|信访|不急|紧急|需求|其实|不是|等功|团队|服务站/;

function isStory(reading: SlotReading, draft: SlotDraft, piece: string, span: Span): boolean {
  if (piece.replace(/[^\u3400-\u9FFF]/g, '').length < SHORTEST_STORY || NO_STORY.test(piece) || isUsed(draft, span)) return false;
  const { identities, caseNumbers, flow } = reading.said;
  return ![...identities, ...caseNumbers, ...(flow?.mentions ?? [])].some((one) => one.start < span.end && span.start < one.end);
}

/** 他带了十几个老兵种草莓致富: the longest piece that tells something and was not read as anything else. */
function fillStory(reading: SlotReading, draft: SlotDraft): void {
  const key = STORIES[reading.flow.id];
  if (key === undefined || reading.asked !== null || draft.slots.has(key)) return;
  const pieces = [...reading.said.text.matchAll(PIECE)]
    .map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }))
    .filter((piece) => isStory(reading, draft, piece.text, piece))
    .sort((a, b) => b.text.length - a.text.length);
  const [story] = pieces;
  if (story) put(draft, key, story.text, story);
}

/** A piece that nothing else has claimed is the free text that such a service is dictated with. Last of all. */
export function fillLeftover(reading: SlotReading, draft: SlotDraft): void {
  fillStory(reading, draft);
  const key = FIELDS[reading.flow.id];
  if (key === undefined || reading.asked !== null || draft.slots.has(key)) return;
  for (const match of reading.said.text.matchAll(PIECE)) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (!isFreePiece(reading, draft, match[0], span)) continue;
    put(draft, key, match[0], span);
    return;
  }
}
