import { z } from 'zod';
import type { SealKey } from './seal.ts';

export type Role = 'bot' | 'web' | 'worker';

/** Everything that can be set from outside (contract.md section 1); the only reader of the environment. */
export interface Config {
  databaseUrl: string | null;
  dataDir: string;
  host: string;
  port: number;
  publicUrl: string;
  roles: ReadonlySet<Role>;
  demo: 'auto' | 'on' | 'off';
  /** Null client id: the local DingTalk stands in. */
  dingtalk: {
    clientId: string | null;
    clientSecret: string | null;
    robotCode: string | null;
    apiBase: string;
    oapiBase: string;
    cardTemplateId: string | null;
    qps: number;
  };
  zhezhengding: { baseUrl: string; appKey: string; appSecret: string; tenantId: string } | null;
  languageModel: { baseUrl: string; model: string; apiKey: string } | null;
  /** Null when embedded and not given: generated into `dataDir` (secrets.ts). */
  fieldKeys: readonly SealKey[] | null;
  indexKey: Buffer | null;
  cryptoSuite: 'aes' | 'sm';
  sessionSecret: string | null;
  apiTokens: readonly ApiToken[];
  logLevel: string;
}

export interface ApiToken {
  name: string;
  scope: 'read' | 'write' | 'admin';
  sha256: string;
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; faults: string[] };

/** Blanks around a value are never meant; one behind a secret is the usual cause of a refused DingTalk login (dingtalk.md §1.1). */
const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() || undefined : value);
const optional = <S extends z.ZodType>(schema: S) => z.preprocess(trimmed, schema.optional());
const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) >= from && Number(text) <= to, `应为 ${from} 到 ${to} 的整数`)
    .transform(Number);
const url = (protocols: string[], what: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `应为 ${what}`);
const httpUrl = url(['http:', 'https:'], 'http:// 或 https:// 开头的地址');
const base64Key = (text: string) => (/^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0));

const fieldKeys = z
  .string()
  .transform((text) =>
    text.split(',').map((part) => {
      const [id = '', ...body] = part.trim().split(':');
      return { id, key: base64Key(body.join(':')) };
    }),
  )
  .refine(
    (keys) => keys.every((one) => /^[A-Za-z0-9_-]{1,32}$/.test(one.id) && one.key.length === 32),
    '应为 id:base64,…，每个密钥解码后 32 字节',
  )
  .refine((keys) => new Set(keys.map((one) => one.id)).size === keys.length, '密钥 id 不能重复');

const apiTokens = z
  .string()
  .refine(
    (text) => text.split(',').every((part) => /^[^:,]+:(read|write|admin):[0-9a-f]{64}$/.test(part.trim())),
    '应为 名称:read|write|admin:令牌的sha256,…',
  )
  .transform((text) =>
    text.split(',').map((part) => {
      const [name = '', scope = 'read', sha256 = ''] = part.trim().split(':');
      return { name, scope: scope as ApiToken['scope'], sha256 };
    }),
  );

const roles = z
  .string()
  .refine(
    (text) => text.split(',').every((part) => ['all', 'bot', 'web', 'worker'].includes(part.trim())),
    '应为 all，或 bot、web、worker 用逗号分隔',
  )
  .transform(
    (text) => new Set<Role>(text.includes('all') ? ['bot', 'web', 'worker'] : (text.split(',').map((part) => part.trim()) as Role[])),
  );

const schema = z.object({
  DATABASE_URL: optional(url(['postgresql:', 'postgres:'], 'postgresql:// 开头的地址')),
  DATA_DIR: optional(z.string()),
  HOST: optional(z.string()),
  PORT: optional(wholeNumber(0, 65_535)),
  PUBLIC_URL: optional(httpUrl),
  ROLE: optional(roles),
  DEMO: optional(z.enum(['auto', 'on', 'off'], '应为 auto、on 或 off')),
  DINGTALK_CLIENT_ID: optional(z.string()),
  DINGTALK_CLIENT_SECRET: optional(z.string()),
  DINGTALK_ROBOT_CODE: optional(z.string()),
  DINGTALK_API_BASE: optional(httpUrl),
  DINGTALK_OAPI_BASE: optional(httpUrl),
  DINGTALK_CARD_TEMPLATE_ID: optional(z.string()),
  DINGTALK_QPS: optional(wholeNumber(1, 1000)),
  ZZD_BASE_URL: optional(httpUrl),
  ZZD_APP_KEY: optional(z.string()),
  ZZD_APP_SECRET: optional(z.string()),
  ZZD_TENANT_ID: optional(z.string()),
  LLM_BASE_URL: optional(httpUrl),
  LLM_MODEL: optional(z.string()),
  LLM_API_KEY: optional(z.string()),
  FIELD_KEYS: optional(fieldKeys),
  INDEX_KEY: optional(
    z
      .string()
      .refine((text) => base64Key(text).length >= 32, '应为 base64，解码后至少 32 字节')
      .transform(base64Key),
  ),
  CRYPTO_SUITE: optional(z.enum(['aes', 'sm'], '应为 aes 或 sm')),
  SESSION_SECRET: optional(z.string().min(16, '至少 16 个字符')),
  API_TOKENS: optional(apiTokens),
  LOG_LEVEL: optional(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], '应为 trace、debug、info、warn、error、fatal 或 silent'),
  ),
});

type Values = z.infer<typeof schema>;

/** Names of all variables that are read; `.env.example` must document these and no other. */
export const variableNames: readonly string[] = Object.keys(schema.shape);

/** Takes `.env` of the working folder into the environment where there is one; what is set already stays. */
export function readEnvFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Reads the environment. All faults at once, one Chinese line a variable, with its name first. */
export function loadConfig(env: Record<string, string | undefined> = process.env): ConfigResult {
  const parsed = schema.safeParse(env);
  const faults = new Map<string, string>();
  for (const { path, message } of parsed.error?.issues ?? []) {
    const name = path.join('.');
    if (!faults.has(name)) faults.set(name, message);
  }
  for (const [name, message] of missingTogether(env)) {
    if (!faults.has(name)) faults.set(name, message);
  }
  if (!parsed.success || faults.size > 0) return { ok: false, faults: [...faults].map(([name, message]) => `${name}：${message}`) };
  return { ok: true, config: toConfig(parsed.data) };
}

type Missing = [name: string, message: string][];
type Given = (name: string) => boolean;

const groups: { names: string[]; meantBy: string[]; what: string }[] = [
  { names: ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET'], meantBy: [], what: '连接钉钉' },
  { names: ['ZZD_BASE_URL', 'ZZD_APP_KEY', 'ZZD_APP_SECRET', 'ZZD_TENANT_ID'], meantBy: [], what: '连接浙政钉' },
  { names: ['LLM_BASE_URL', 'LLM_MODEL'], meantBy: ['LLM_API_KEY'], what: '使用大模型' },
];

/** What is missing beside what is given: name and fault. */
function missingTogether(env: Record<string, string | undefined>): Missing {
  const given: Given = (name) => (env[name] ?? '').trim() !== '';
  return [...missingOfGroups(given), ...(given('DATABASE_URL') ? missingWithDatabase(given) : faultOfRole(env['ROLE'] ?? ''))];
}

function missingOfGroups(given: Given): Missing {
  return groups
    .filter(({ names, meantBy }) => [...names, ...meantBy].some(given))
    .flatMap(({ names, what }) =>
      names.filter((name) => !given(name)).map((name): [string, string] => [name, `未填写；${what}需要同时填写 ${names.join('、')}`]),
    );
}

function missingWithDatabase(given: Given): Missing {
  const missing = ['FIELD_KEYS', 'INDEX_KEY', 'SESSION_SECRET'].filter((name) => !given(name));
  return missing.map((name) => [name, '未填写；使用 DATABASE_URL 时必须填写']);
}

function faultOfRole(role: string): Missing {
  const parts = role.split(',').map((part) => part.trim());
  const isWhole = role.trim() === '' || parts.includes('all') || ['bot', 'web', 'worker'].every((one) => parts.includes(one));
  return isWhole ? [] : [['ROLE', '分开运行多个进程时必须填写 DATABASE_URL（内置数据库只能由一个进程打开）']];
}

function toConfig(values: Values): Config {
  return {
    ...addressOf(values),
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir: values.DATA_DIR ?? './data',
    roles: values.ROLE ?? new Set<Role>(['bot', 'web', 'worker']),
    demo: values.DEMO ?? 'auto',
    dingtalk: dingtalkOf(values),
    zhezhengding: zhezhengdingOf(values),
    ...secretsOf(values),
    languageModel:
      values.LLM_BASE_URL && values.LLM_MODEL
        ? { baseUrl: values.LLM_BASE_URL, model: values.LLM_MODEL, apiKey: values.LLM_API_KEY ?? '' }
        : null,
    logLevel: values.LOG_LEVEL ?? 'info',
  };
}

function secretsOf(values: Values) {
  return {
    fieldKeys: values.FIELD_KEYS ?? null,
    indexKey: values.INDEX_KEY ?? null,
    cryptoSuite: values.CRYPTO_SUITE ?? ('aes' as const),
    sessionSecret: values.SESSION_SECRET ?? null,
    apiTokens: values.API_TOKENS ?? [],
  };
}

function addressOf(values: Values) {
  const host = values.HOST ?? '127.0.0.1';
  const port = values.PORT ?? 8080;
  const publicUrl = values.PUBLIC_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { host, port, publicUrl: publicUrl.replace(/\/$/, '') };
}

function dingtalkOf(values: Values): Config['dingtalk'] {
  return {
    clientId: values.DINGTALK_CLIENT_ID ?? null,
    clientSecret: values.DINGTALK_CLIENT_SECRET ?? null,
    robotCode: values.DINGTALK_ROBOT_CODE ?? values.DINGTALK_CLIENT_ID ?? null,
    apiBase: (values.DINGTALK_API_BASE ?? 'https://api.dingtalk.com').replace(/\/$/, ''),
    oapiBase: (values.DINGTALK_OAPI_BASE ?? 'https://oapi.dingtalk.com').replace(/\/$/, ''),
    cardTemplateId: values.DINGTALK_CARD_TEMPLATE_ID ?? null,
    qps: values.DINGTALK_QPS ?? 20,
  };
}

function zhezhengdingOf(values: Values): Config['zhezhengding'] {
  const { ZZD_BASE_URL: baseUrl, ZZD_APP_KEY: appKey, ZZD_APP_SECRET: appSecret, ZZD_TENANT_ID: tenantId } = values;
  return baseUrl && appKey && appSecret && tenantId ? { baseUrl, appKey, appSecret, tenantId } : null;
}
