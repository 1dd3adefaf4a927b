import type { FieldDefinition } from '../../flows/flow-definition.ts';
import type { OrganisationSighting } from '../readers/organisation-reader.ts';
import { cueDistance } from './field-cues.ts';
import { isUsed, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

/** Fields that hold the name of a firm, a school, a shop; in services that have several the first that is empty takes it. */
const OF_ORGANISATIONS = /^(?:unit|employer|enterprise|merchant|biz_name|to_unit|school_name|hospital)$/;
/** Names of things and places that people go to. */
const SITES: Record<string, RegExp> = {
  'memorial-visit.site':
    /((?:(?!去|到|在|往|参观|瞻仰|预约|想|要|约|给)[\u3400-\u9FFF]){0,12}?(?:烈士陵园|烈士墓|革命烈士纪念碑|烈士纪念碑|烈士纪念馆|革命纪念馆|纪念碑|纪念馆|陵园|纪念堂|烈士公园|烈士塔))/,
  'culture-tour-priority.venue':
    /((?:(?!去|到|在|往|参观|预约|想|要|约|给|逛|玩)[\u3400-\u9FFF]){2,12}?(?:景区|博物馆|美术馆|科技馆|图书馆|公园|古镇|古村|动物园|海洋世界|植物园|天文馆|体育馆|剧院|展览馆|艺术馆|探索中心|文化馆|非遗馆|海底世界|乐园))|(?:去|到|逛|约|约一下)((?!景区|博物馆|场馆)(?:(?!优|的|带|玩)[\u3400-\u9FFF]){2,8}?)(?=游玩|玩|参观|逛|看看|[\s,，。]|$)|(?<=[\s,，])((?:(?!随行|带|优|老兵|预)[\u3400-\u9FFF]){2,8}?(?:寺|湖|潭|山|阁|岛|塔|洞|滩|小普陀))(?=[\s,，。]|$)/,
  unit_alias:
    /((?:(?!给|帮|为|请|的|想|在|到|去|安排|驻|鄞|场|叫|代号|简称|文艺小分队|来|号|日|月|去|至)[\u3400-\u9FFF]){0,7}?(?:雷达站|中队|大队|支队|总队|炮营|炮连|(?<!军)[连营团旅](?![长级职部]|一|以|锁|续)|分队|哨所|雷达站|艇队|仓库|预备役团|基地))(?!长|员)/,
};
const NO_UNIT = /小分队|^(?:部队|小分队|文艺小分队|志愿队|我们|驻鄞|某$|慰问|义家人|解放军?|共建|双拥|爱心)/;

/** 就是宁波博物馆, 清明节前烈士陵园. */
const SITE_LEAD = /^(?:一下|下|个|了|就是|就|是|叫|那个|清明节?(?:前|后)?|国庆节?|节前|节后|前|后)+/;

function siteOf(flow: string, field: FieldDefinition, text: string): { value: string; start: number; end: number } | null {
  const pattern = SITES[`${flow}.${field.key}`] ?? SITES[field.key];
  for (const match of pattern ? text.matchAll(new RegExp(pattern, 'g')) : []) {
    const value = match
      .slice(1)
      .find((group) => group !== undefined)
      ?.replace(SITE_LEAD, '');
    if (value === undefined || value.length < 2 || NO_UNIT.test(value)) continue;
    const start = match.index + match[0].indexOf(value);
    return { value, start, end: start + value.length };
  }
  return null;
}

function fieldFor(reading: SlotReading, draft: SlotDraft, organisation: OrganisationSighting): FieldDefinition | undefined {
  const open = reading.flow.fields.filter((field) => OF_ORGANISATIONS.test(field.key) && !draft.slots.has(field.key));
  const suiting = open.filter((field) => (field.key === 'hospital') === /院$/.test(organisation.name) || field.key !== 'hospital');
  const asked = suiting.find((field) => field === reading.asked);
  const named = suiting.find((field) => cueDistance(reading.said.text, organisation, field) <= 2);
  return asked ?? named ?? suiting.find((field) => reading.filled[field.key] === undefined);
}

/** 学府社区要的, 甲村村想请人讲: a village that asks for a lecture. */
function fillVillageUnit(reading: SlotReading, draft: SlotDraft): void {
  const { text, places } = reading.said;
  const field =
    reading.flow.id === 'defense-lecture' && reading.asked === null ? reading.flow.fields.find(({ key }) => key === 'unit') : undefined;
  const village = places.find(
    ({ kind, end }) => kind === 'village' && /^(?:要|想|请|点|申请|的?(?:居民|村民|党员)|组织)/.test(text.slice(end)),
  );
  if (field && village) put(draft, field.key, village.text, village);
}

/** Firms, schools, shops, troops, sights: names of more than persons. Where a village club is meant nothing is taken. */
export function fillOrganisations(reading: SlotReading, draft: SlotDraft): void {
  for (const field of reading.flow.fields) {
    const site = siteOf(reading.flow.id, field, reading.said.text);
    if (site && !isUsed(draft, site)) put(draft, field.key, site.value, site);
  }
  fillVillageUnit(reading, draft);
  for (const organisation of reading.said.organisations) {
    if (isUsed(draft, organisation)) continue;
    const field = fieldFor(reading, draft, organisation);
    if (field) put(draft, field.key, organisation.name, organisation);
  }
}
