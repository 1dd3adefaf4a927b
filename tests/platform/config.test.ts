import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Config, loadConfig, variableNames } from '../../src/platform/config.ts';

const key = Buffer.alloc(32, 1).toString('base64');
const keys = { FIELD_KEYS: `k1:${key}`, INDEX_KEY: key, SESSION_SECRET: 'a-secret-of-sixteen' };

function good(env: Record<string, string>): Config {
  const result = loadConfig(env);
  if (!result.ok) throw new Error(result.faults.join('\n'));
  return result.config;
}

function faultsOf(env: Record<string, string>): string[] {
  const result = loadConfig(env);
  return result.ok ? [] : result.faults;
}

const namesOf = (env: Record<string, string>) => faultsOf(env).map((fault) => fault.split('：')[0]);

describe('the configuration', () => {
  it('needs nothing at all: the embedded database, the local DingTalk, every role', () => {
    expect(good({})).toEqual({
      databaseUrl: null,
      dataDir: './data',
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      roles: new Set(['bot', 'web', 'worker']),
      demo: 'auto',
      dingtalk: {
        clientId: null,
        clientSecret: null,
        robotCode: null,
        apiBase: 'https://api.dingtalk.com',
        oapiBase: 'https://oapi.dingtalk.com',
        cardTemplateId: null,
        qps: 20,
      },
      zhezhengding: null,
      languageModel: null,
      fieldKeys: null,
      indexKey: null,
      cryptoSuite: 'aes',
      sessionSecret: null,
      apiTokens: [],
      logLevel: 'info',
    });
  });

  it('takes a variable that is empty or blank as not given', () => {
    const blank = Object.fromEntries(variableNames.map((name) => [name, '  ']));
    expect(good(blank)).toEqual(good({}));
  });

  it('takes blanks around a value off', () => {
    const { dingtalk } = good({ DINGTALK_CLIENT_ID: ' ding1 ', DINGTALK_CLIENT_SECRET: 'secret\r\n' });
    expect(dingtalk).toMatchObject({ clientId: 'ding1', clientSecret: 'secret', robotCode: 'ding1' });
  });

  it('makes the public address of host and port, an IPv6 host in brackets, without a slash at its end', () => {
    expect(good({ HOST: '::1', PORT: '9000' }).publicUrl).toBe('http://[::1]:9000');
    expect(good({ PUBLIC_URL: 'https://yl.example.cn/' }).publicUrl).toBe('https://yl.example.cn');
  });

  it('reads keys and tokens', () => {
    const sha256 = 'ab'.repeat(32);
    const config = good({ ...keys, FIELD_KEYS: `k2:${key}, k1:${key}`, API_TOKENS: `大屏:read:${sha256}, 导入:write:${sha256}` });
    expect(config.fieldKeys?.map(({ id, key: { length } }) => [id, length])).toEqual([
      ['k2', 32],
      ['k1', 32],
    ]);
    expect(config.apiTokens).toEqual([
      { name: '大屏', scope: 'read', sha256 },
      { name: '导入', scope: 'write', sha256 },
    ]);
  });

  it('names all faults at once, a line each, with the name of the variable first', () => {
    const env = {
      PORT: '80a',
      PUBLIC_URL: 'ftp://x',
      DEMO: 'yes',
      DINGTALK_QPS: '0',
      FIELD_KEYS: 'k1:c2hvcnQ=',
      CRYPTO_SUITE: 'des',
      LOG_LEVEL: 'loud',
      DINGTALK_CLIENT_ID: 'ding1',
    };
    expect(namesOf(env).sort()).toEqual(
      [...Object.keys(env).filter((name) => name !== 'DINGTALK_CLIENT_ID'), 'DINGTALK_CLIENT_SECRET'].sort(),
    );
    for (const fault of faultsOf(env)) expect(fault).toMatch(/^[A-Z_]+：[^\n]+$/);
  });

  it('never repeats what was given, which may be a secret', () => {
    const faults = faultsOf({ FIELD_KEYS: 'k1:hunter2', INDEX_KEY: 'hunter2', SESSION_SECRET: 'hunter2', API_TOKENS: 'a:read:hunter2' });
    expect(faults).toHaveLength(4);
    expect(faults.join()).not.toContain('hunter2');
  });

  it.each([
    ['a port beyond the last', { PORT: '65536' }, ['PORT']],
    ['a database of another kind', { ...keys, DATABASE_URL: 'mysql://x' }, ['DATABASE_URL']],
    ['the same key id twice', { ...keys, FIELD_KEYS: `k1:${key},k1:${key}` }, ['FIELD_KEYS']],
    ['a key without an id', { ...keys, FIELD_KEYS: key }, ['FIELD_KEYS']],
    ['a short index key', { ...keys, INDEX_KEY: 'c2hvcnQ=' }, ['INDEX_KEY']],
    ['an unknown scope', { API_TOKENS: `a:root:${'a'.repeat(64)}` }, ['API_TOKENS']],
    ['an unknown role', { DATABASE_URL: 'postgresql://h/d', ...keys, ROLE: 'bot,cook' }, ['ROLE']],
  ])('refuses %s', (_, env, expected) => {
    expect(namesOf(env as Record<string, string>)).toEqual(expected);
  });

  it('with DATABASE_URL needs the keys, which are then not generated', () => {
    expect(namesOf({ DATABASE_URL: 'postgresql://h/d' })).toEqual(['FIELD_KEYS', 'INDEX_KEY', 'SESSION_SECRET']);
    expect(namesOf({ DATABASE_URL: 'postgresql://h/d', ...keys, INDEX_KEY: ' ' })).toEqual(['INDEX_KEY']);
    expect(good({ DATABASE_URL: 'postgresql://h/d', ...keys, ROLE: 'bot' }).roles).toEqual(new Set(['bot']));
  });

  it('without DATABASE_URL runs all roles in one process or none', () => {
    expect(namesOf({ ROLE: 'bot' })).toEqual(['ROLE']);
    expect(namesOf({ ROLE: 'bot,web' })).toEqual(['ROLE']);
    expect(good({ ROLE: 'web, worker, bot' }).roles).toEqual(good({ ROLE: 'all' }).roles);
  });

  it.each([
    [{ DINGTALK_CLIENT_ID: 'x' }, ['DINGTALK_CLIENT_SECRET']],
    [{ DINGTALK_CLIENT_SECRET: 'x' }, ['DINGTALK_CLIENT_ID']],
    [{ ZZD_APP_KEY: 'x' }, ['ZZD_BASE_URL', 'ZZD_APP_SECRET', 'ZZD_TENANT_ID']],
    [{ LLM_API_KEY: 'x' }, ['LLM_BASE_URL', 'LLM_MODEL']],
    [{ LLM_BASE_URL: 'http://127.0.0.1:11434/v1' }, ['LLM_MODEL']],
  ])('of a group given by half %j names what is missing', (env, expected) => {
    expect(namesOf(env as unknown as Record<string, string>)).toEqual(expected);
  });

  it('takes a language model without a key, as local ones are', () => {
    const { languageModel } = good({ LLM_BASE_URL: 'http://127.0.0.1:11434/v1', LLM_MODEL: 'qwen3' });
    expect(languageModel).toEqual({ baseUrl: 'http://127.0.0.1:11434/v1', model: 'qwen3', apiKey: '' });
  });

  it('is documented in .env.example, every variable and no other', async () => {
    const names = (await readFile('.env.example', 'utf8')).match(/^#?\s*[A-Z][A-Z_]+(?==)/gm)?.map((line) => line.replace(/^#?\s*/, ''));
    expect([...new Set(names)].sort()).toEqual([...variableNames].sort());
  });
});
