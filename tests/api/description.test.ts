import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRoutes } from '../../src/api/v1/api-routes.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { type Api, openApi } from './calling.ts';

describe('the description of the API', () => {
  let db: Database;
  let api: Api;
  beforeAll(async () => {
    db = await freshDatabase('postgres');
    api = await openApi(db);
  });
  afterAll(async () => {
    await api.close();
    await db.close();
  });

  const described = () =>
    Object.entries(api.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, call]) => ({ path, method, call })),
    );

  it('is a valid OpenAPI document, read without a token', async () => {
    const document = await (await fetch(`${api.url}/api/openapi.json`)).json();
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: '鄞领接口' } });
    expect(await new Validator().validate(document)).toEqual({ valid: true });
  });

  it('has every call that there is, and no other', () => {
    const open = new Set(['/api/openapi.json', '/api/docs', '/api/docs/start.js']);
    const served = apiRoutes(api.deps)
      .routes.filter(({ method, path }) => method !== 'ALL' && !open.has(path) && !path.startsWith('/api/docs/'))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(
      described()
        .map(({ path, method }) => `${method} ${path}`)
        .sort(),
    ).toEqual([...new Set(served)].sort());
  });

  it('promises what contract.md section 7 does', () => {
    const promised = [
      ...['get /people', 'get /people/{archiveNo}', 'get /cases', 'get /cases/{no}', 'post /cases', 'post /cases/{no}/operations'],
      ...['get /tasks', 'post /tasks/{id}/decision', 'get /campaigns', 'get /visits'],
      ...['overview', 'cases', 'visits', 'people', 'stations', 'index'].map((topic) => `get /stats/${topic}`),
    ];
    for (const call of promised) {
      const [method = '', path = ''] = call.split(' ');
      expect(api.document.paths[`/api/v1${path}`], call).toHaveProperty(method);
    }
  });

  it('names each call, says what it is for in Chinese, asks for a token, and tells what may go wrong', () => {
    const ids = described().map(({ call }) => call.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, method, call } of described()) {
      expect(call, `${method} ${path}`).toMatchObject({ summary: expect.stringMatching(/[\u4e00-\u9fff]/), security: [{ bearer: [] }] });
      for (const status of ['401', '403', '422', '429', '500']) expect(call.responses, `${method} ${path}`).toHaveProperty([status]);
    }
  });

  it('is read in a page of its own that loads nothing from elsewhere', async () => {
    for (const path of ['/api/docs', '/api/docs/reader.css', '/api/docs/reader.js', '/api/docs/start.js']) {
      const answer = await fetch(api.url + path);
      expect(answer.status, path).toBe(200);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
    }
    expect(await (await fetch(`${api.url}/api/docs`)).text()).not.toMatch(/https?:\/\//);
  });
});
