import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { readYesNo } from '../readers/yes-no-reader.ts';
import { fieldsOf, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

/** What says yes and what says no to a field, by its key; no is looked for first (不用陪 holds 陪). */
interface YesNoWords {
  yes: RegExp;
  no: RegExp;
}

const WORDS: Record<string, YesNoWords> = {
  companion: {
    yes: /陪同|陪着|陪护|(?:要|需要|想|让|由|有|带)[^,，。不]{0,6}(?:陪|家属)|[老爱妻丈儿女][婆公伴人子夫儿][^,，。不]{0,5}(?:陪|一起去|跟着去|一道去)|带家属|两个人去/,
    no: /(?:不用|不要|不需要|无需|没人|不必|没有人|不带)[^,，。]{0,4}(?:陪|家属)|(?:一个人|自己|独自|单独)去/,
  },
  self_care: {
    yes: /(?:能|可以|会)自理|自理(?:没问题|得了|能力?好|可以|的)|生活自理|自己能(?:走|动|吃)|手脚(?:利索|灵便)|腿脚(?:利索|灵便|好)/,
    no: /(?:不能|不会|没法|无法|不大能)自理|自理不了|(?:半|全)?失能|走不动|要人(?:照顾|护理|服侍)|卧床/,
  },
  no_infectious: {
    yes: /(?:没有?|无|没得|未患)(?:任何|什么)?(?:传染病|传染性疾病|危急重病|重病|大毛病)|身体没(?:什么)?(?:问题|毛病)/,
    no: /(?<![没无])有传染病|肺结核|乙肝|肝炎|(?<![没无])(?:有|得了|患)[^,，。]{0,4}传染病/,
  },
  family_agree: {
    yes: /(?:家属|家里人?|家人|儿子|女儿|老伴|老婆|子女|儿女)[^,，。不没]{0,4}(?:同意|支持|没意见|赞成|答应)/,
    no: /(?:家属|家里人?|家人|儿子|女儿|老伴|老婆|子女|儿女)[^,，。]{0,4}(?:不同意|反对|不答应|有意见)/,
  },
  used_before: {
    yes: /(?:已经|以前|之前|上次)?(?:享受过|用过|用掉)(?!吗|没)/,
    no: /(?:没有?|未|从没|从来没|还没)(?:享受|用)过?|第一次|头一回|头一次/,
  },
  consent: {
    yes: /同意(?:处理|授权|使用|把信息|提供)|(?:授权书?|知情书?|同意书)(?:已经?|都)?(?:签|给)了?/,
    no: /不同意(?:处理|授权|使用|提供)|不授权/,
  },
  outside_province: { yes: /外省|省外|外地省份/, no: /省内|本省/ },
  by_proxy: { yes: /代办|代领|帮(?:他|她)办|来代/, no: /本人(?:来|亲自)?办|不用代办/ },
  hard: { yes: /没钱|家庭困难|经济困难|生活困难|低保|困难户/, no: /不困难|条件还可以/ },
  want_job: { yes: /(?:想|要|需要)(?:找|安排|介绍)[^,，。]{0,3}(?:工作|活)/, no: /(?:不用|不想|不需要)(?:找|安排)[^,，。]{0,3}工作/ },
  urgent: { yes: /紧急|加急|急用|很急|急事/, no: /不急|不着急/ },
  live_alone: { yes: /独居|一个人住/, no: /不是独居|和(?:儿子|女儿|家人)住/ },
  lonely: { yes: /孤老|无儿无女/, no: /不是孤老/ },
  anonymous: { yes: /匿名|不留名/, no: /实名|不匿名/ },
  is_party: { yes: /(?<!不是)党员/, no: /不是党员|群众/ },
  need_guide: { yes: /(?:要|需要)讲解/, no: /(?:不用|不要|不需要)讲解/ },
  old_wound: { yes: /旧伤复发|老伤/, no: /不是旧伤/ },
  device_ok: { yes: /会用(?:智能)?手机/, no: /不会(?:用|弄)(?:智能)?手机/ },
  risk: { yes: /轻生|想不开|自杀|危机/, no: /没有危机/ },
};

function heard(field: FieldDefinition, text: string): { value: boolean; start: number; end: number } | null {
  const words = WORDS[field.key];
  if (!words) return null;
  for (const [pattern, value] of [
    [words.no, false],
    [words.yes, true],
  ] as const) {
    const match = pattern.exec(text);
    if (match) return { value, start: match.index, end: match.index + match[0].length };
  }
  return null;
}

/** A plain answer in the first clause of what is said: 能的，没问题 → yes. */
export function openingYesNo(text: string): boolean | null {
  const whole = readYesNo(text);
  if (whole !== null) return whole;
  const [first = ''] = text.split(/[\s,，。.;；!！]/);
  return first === text ? null : readYesNo(first);
}

/** Bools by their own words; a bare yes or no answers the open one. */
export function fillBools(reading: SlotReading, draft: SlotDraft): void {
  for (const field of fieldsOf(reading, 'bool')) {
    const found = heard(field, reading.said.text);
    if (found) put(draft, field.key, found.value, found);
  }
  const asked = reading.asked?.type === 'bool' ? reading.asked : null;
  if (!asked || draft.slots.has(asked.key)) return;
  const answer = openingYesNo(reading.said.text) ?? polarityOf(reading.said.text);
  if (answer !== null) put(draft, asked.key, answer, { start: 0, end: 0 });
}

/** The drift of a short answer that is more than yes or no (不用的他身体好 → no, 需要的 → yes). */
function polarityOf(text: string): boolean | null {
  if (text.length > 12) return null;
  if (/^(?:不|没|无|别|否)/.test(text)) return false;
  return /^(?:是|对|要|能|有|同意|可以|需要|好|会|行|嗯)/.test(text) ? true : null;
}
