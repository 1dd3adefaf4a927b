import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRoutes } from '../../src/api/v1/api-routes.ts';
import { listen, type WebServer } from '../../src/api/web-server.ts';
import { createKeptFiles } from '../../src/conversation/kept-files.ts';
import { createIndexBook } from '../../src/insight/respect-index/index-book.ts';
import { sha256 } from '../../src/platform/api-tokens.ts';
import { type District, openDistrict } from '../setup/district.ts';

describe('a form begun in another system', () => {
  let district: District;
  let web: WebServer;
  let folder: string;
  let liaison = '';
  let veteran = { no: '', name: '' };

  beforeAll(async () => {
    district = await openDistrict('postgres');
    folder = await mkdtemp(join(tmpdir(), 'yinling-drafts-'));
    const { app } = district;
    const token = { name: 't', scope: 'write', sha256: sha256('T') } as const;
    const more = { tokens: [token], areTokensGenerated: false, requestsPerMinute: 1000, processId: 'p', index: createIndexBook(app) };
    web = await listen([apiRoutes({ ...app, files: createKeptFiles(folder, app.sealer), ...more }) as unknown as Hono], '127.0.0.1', 0);
    const [staff] = await district.rows<{ id: string }>(
      `SELECT id FROM staff JOIN staff_role r ON r.staff_id = id WHERE r.role = 'village-liaison' AND village = '走马塘村' AND is_active ORDER BY id LIMIT 1`,
    );
    const [person] = await district.rows<{ no: string; name: string }>(
      `SELECT archive_no AS no, name FROM person p WHERE village = '走马塘村' AND status = '在世' AND lifecycle = '在册'
         AND EXISTS (SELECT FROM person_category c WHERE c.archive_no = p.archive_no AND c.category = 'ordinary_veteran') ORDER BY archive_no LIMIT 1`,
    );
    liaison = staff?.id ?? '';
    veteran = person ?? veteran;
  });
  afterAll(async () => {
    await web.close();
    await district.close();
    await rm(folder, { recursive: true, force: true });
  });

  const save = async (body: object, by = liaison, key = 'draft-1') => {
    const headers = { authorization: 'Bearer T', 'x-acting-staff': by, 'idempotency-key': key, 'content-type': 'application/json' };
    const answer = await fetch(`${web.url}/api/v1/drafts`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('is gone on with in the chat of who began it, from where it was left', async () => {
    const draft = { flow: 'hardship-aid', subject: { archiveNo: veteran.no }, slots: { cause: 'illness', family_size: 3 } };
    const saved = await save(draft);
    expect(saved).toMatchObject({ status: 201, body: { flow: 'hardship-aid', keptUntil: '2026-12-25T02:00:00.000Z' } });
    const missing = (saved.body['missing'] as { field: string }[]).map((one) => one.field);
    expect(missing).toContain('slots.income_month');
    expect(missing).not.toContain('slots.family_size');
    const chat = await district.person(liaison);
    const heard = await chat.says('继续刚才的');
    expect(heard.text).toContain(veteran.name);
    expect((await chat.says('算了')).text).toContain('困难');
  });

  it('keeps its own place when it is kept again, and stands beside what was begun in chat', async () => {
    const before = await district.rows<{ version: number }>(
      `SELECT version FROM conversation WHERE key = $1`,
      `dingtalk:with:u-${liaison}`,
    );
    expect((await save({ flow: 'short-sanatorium', slots: { days: 5 } }, liaison, 'draft-2')).status).toBe(201);
    expect((await save({ flow: 'short-sanatorium', slots: { days: 5 } }, liaison, 'draft-2')).status).toBe(201);
    const after = await district.rows<{ version: number }>(`SELECT version FROM conversation WHERE key = $1`, `dingtalk:with:u-${liaison}`);
    expect((after[0]?.version ?? 0) - (before[0]?.version ?? 0)).toBe(1);
    expect((await (await district.person(liaison)).says('继续刚才的')).text).toMatch(/困难[\s\S]*疗养|疗养[\s\S]*困难/);
  });

  it('is checked as far as it goes', async () => {
    const faults = (answer: { body: Record<string, unknown> }) => (answer.body['errors'] as { field: string }[]).map((one) => one.field);
    expect(faults(await save({ flow: 'short-sanatorium', slots: { days: 'five', dyas: 5 } }, liaison, 'd-3'))).toEqual(['slots.dyas']);
    expect(faults(await save({ flow: 'short-sanatorium', slots: { days: 'five' } }, liaison, 'd-3'))).toEqual(['slots.days']);
    expect(faults(await save({ flow: 'none' }, liaison, 'd-3'))).toEqual(['flow']);
    expect(faults(await save({ flow: 'hardship-aid', subject: { archiveNo: 'YZ-0000000' } }, liaison, 'd-3'))).toEqual([
      'subject.archiveNo',
    ]);
  });

  it('waits while a message of the same chat is being worked on, and needs a chat', async () => {
    const key = `dingtalk:with:u-${liaison}`;
    await district.rows(
      `UPDATE conversation SET leased_by = 'x', leased_until = $2::timestamptz WHERE key = $1`,
      key,
      '2026-11-25T10:05:00+08:00',
    );
    expect((await save({ flow: 'short-sanatorium' }, liaison, 'd-4')).body).toMatchObject({ status: 409, code: 'conversation-busy' });
    await district.rows('UPDATE conversation SET leased_by = NULL, leased_until = NULL WHERE key = $1', key);
    await district.rows('UPDATE staff SET dingtalk_user_id = NULL WHERE id = $1', liaison);
    expect((await save({ flow: 'short-sanatorium' }, liaison, 'd-5')).body).toMatchObject({ status: 409, code: 'no-chat' });
  });
});
