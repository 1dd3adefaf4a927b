import { z } from 'zod';

/** One written conversation, as writers of the bureau put it down (tests/journeys/README.md). Keys are Chinese: they are read and written by staff. */

const some = z.union([z.string(), z.array(z.string())]).transform((one) => (Array.isArray(one) ? one : [one]));
const slotValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const slots = z.record(z.string(), slotValue);

const caseSchema = z.strictObject({
  事项: z.string().optional(),
  状态: z.enum(['在办', '挂起', '办结', '不予办理', '撤回', '终止']).optional(),
  步骤: z.string().optional(),
  人: z.string().optional(),
  填: slots.optional(),
  没填: some.optional(),
});

/** What may stand beside who says what. */
const checkSchema = z.strictObject({
  过: z.string().optional(),
  群: z.boolean().optional(),
  语音: z.boolean().optional(),
  图片: z.int().positive().optional(),
  重发: z.int().positive().optional(),
  回: some.optional(),
  不回: some.optional(),
  按钮: some.optional(),
  问: some.optional(),
  在办: z.string().nullable().optional(),
  状态: z.enum(['空闲', '在填', '等确认', '等选择', '等理由', '人工']).optional(),
  已填: slots.optional(),
  未填: some.optional(),
  草稿: z.int().nonnegative().optional(),
  办件: caseSchema.optional(),
  办件数: z.int().nonnegative().optional(),
  走访: z.strictObject({ 人: z.string(), 需求: z.int().nonnegative().optional(), 日期: z.string().optional() }).optional(),
  走访数: z.int().nonnegative().optional(),
  收到: z.record(z.string(), some).optional(),
  没收到: some.optional(),
  读成: some.optional(),
});

export type Check = z.infer<typeof checkSchema>;

export interface Line {
  /** Name of a colleague of the cast. */
  who: string;
  /** `点：…` presses the button of that label. */
  says: string;
  check: Check;
  /** For messages: the line of the conversation, from 1. */
  at: number;
}

export interface Journey {
  name: string;
  file: string;
  /** Folder below tests/journeys: the pattern that it is an example of. */
  pattern: string;
  /** The moment at which it begins; the cast's Monday morning when left out. */
  now: string | null;
  lines: Line[];
}

export const checkKeys = Object.keys(checkSchema.shape);

/** What shows more than words: at least one line of every conversation must look at what was understood, not only at what was answered. */
const telling = ['问', '在办', '状态', '已填', '未填', '草稿', '办件', '办件数', '走访', '走访数', '收到', '没收到', '读成'] as const;

/** Reads one conversation; every fault is a sentence for its writer. */
export function readJourney(raw: unknown, file: string, pattern: string, cast: ReadonlySet<string>, index: number): Journey | string[] {
  const where = `${file} 第${index + 1}段`;
  if (typeof raw !== 'object' || raw === null) return [`${where}：每段对话要有“名称”和“对话”。`];
  const { 名称: name, 对话: talk, 现在: now, ...rest } = raw as Record<string, unknown>;
  const faults = Object.keys(rest).map((key) => `${where}：不认识“${key}”，一段对话只有 名称、现在、对话。`);
  if (typeof name !== 'string' || name === '') faults.push(`${where}：没有“名称”。`);
  if (!Array.isArray(talk) || talk.length === 0) return [...faults, `${where}：没有“对话”，或者一句也没有。`];
  const lines = talk.map((line, at) => readLine(line, `${where}（${String(name)}）第${at + 1}句`, cast, at + 1));
  faults.push(...lines.flatMap((line) => (Array.isArray(line) ? line : [])));
  const good = lines.filter((line): line is Line => !Array.isArray(line));
  if (faults.length === 0 && !good.some(({ check }) => telling.some((key) => check[key] !== undefined)))
    faults.push(`${where}（${String(name)}）：只看了回什么话，还要看听懂了什么：${telling.join('、')} 里至少写一项。`);
  return faults.length > 0 ? faults : { name: String(name), file, pattern, now: now === undefined ? null : String(now), lines: good };
}

function readLine(raw: unknown, where: string, cast: ReadonlySet<string>, at: number): Line | string[] {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return [`${where}：要写成“姓名: 说的话”。`];
  const entries = Object.entries(raw as Record<string, unknown>);
  const speakers = entries.filter(([key]) => cast.has(key));
  const strange = entries.filter(([key]) => !cast.has(key) && !checkKeys.includes(key)).map(([key]) => key);
  if (strange.length > 0) return [`${where}：不认识“${strange.join('、')}”。同事的姓名看 cast.yaml；能写的有：${checkKeys.join('、')}。`];
  const [speaker, ...others] = speakers;
  if (!speaker || others.length > 0) return [`${where}：要有而且只有一位同事说话。`];
  const [who, says] = speaker;
  // A bare 2 is what people type to choose.
  if (typeof says !== 'string' && typeof says !== 'number') return [`${where}：${who}说的话要加引号写成文字。`];
  const parsed = checkSchema.safeParse(Object.fromEntries(entries.filter(([key]) => !cast.has(key))));
  if (parsed.success) return { who, says: String(says), check: parsed.data, at };
  return parsed.error.issues.map((issue) => `${where}：“${issue.path.join('.')}”写得不对（${wrong(issue)}）。`);
}

function wrong(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `不认识 ${issue.keys.join('、')}`;
  if (issue.code === 'invalid_value') return `只能是 ${issue.values.join('、')}`;
  return '要写的是另一种内容，看 README.md 里的例子';
}
