import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schedule } from '../../src/schedule.ts';
import { type District, openDistrict } from '../setup/district.ts';
import { commandsOf, type Ran } from './commanding.ts';

const OFFICER = 'T330212012C';
const HEAD = 'DPENSION00';
const CLERK = 'DPENSION01';

describe('codes and certificates on the command line, with SM2', () => {
  let district: District;
  let folder: string;
  let run: (argv: string[]) => Promise<Ran>;
  let veteran = '';
  let recipient = '';
  beforeAll(async () => {
    district = await openDistrict('pglite', { env: { CRYPTO_SUITE: 'sm', PUBLIC_URL: 'https://yl.example' } });
    folder = district.app.config.dataDir;
    run = commandsOf(district.app, folder);
    const one = async (where: string) =>
      (
        await district.rows<{ no: string }>(
          `SELECT archive_no AS no FROM person WHERE town = '东柳街道' AND lifecycle = '在册' AND ${where} LIMIT 1`,
        )
      )[0]?.no ?? '';
    veteran = await one('discharged_on IS NOT NULL AND key_category IS NULL');
    recipient = await one(`key_category = 'disabled'`);
  });
  afterAll(() => district.close());

  const ok = async (...argv: string[]) => {
    const ran = await run(argv);
    expect(ran).toMatchObject({ code: 0, err: '' });
    return ran;
  };

  it('a code is issued, shown and verified once; suspended, it is void', async () => {
    expect(await run(['code', 'issue', veteran, '--as', OFFICER, '--consent', 'perhaps'])).toMatchObject({ code: 2 });
    expect((await ok('code', 'issue', veteran, '--as', OFFICER, '--consent', 'paper')).out).toMatch(/已签发 LB-/);
    const shown = (await ok('code', 'show', veteran, '--as', OFFICER, '--json')).json<{ url: string; token: string }>();
    expect(JSON.parse(Buffer.from(shown.token.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({ alg: 'SM2SM3' });
    expect((await ok('verify', shown.url)).out).toContain('有效，优待对象');
    expect(await run(['verify', shown.url, '--as', OFFICER])).toMatchObject({ code: 1, out: expect.stringContaining('已经在别处扫过') });
    await ok('code', 'suspend', veteran, '--as', OFFICER, '--reason', '本人申请暂时停用');
    expect(await run(['code', 'show', veteran, '--as', OFFICER])).toMatchObject({ code: 1, err: expect.stringContaining('暂停') });
    await ok('code', 'resume', veteran, '--as', OFFICER, '--reason', '本人申请恢复使用');
    await ok('code', 'print', veteran, 'code.pdf', '--as', OFFICER);
    expect((await readFile(join(folder, 'code.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
    const status = (await ok('code', 'status', veteran, '--as', OFFICER)).json<{ sheets: { id: string }[] }>();
    await ok('code', 'revoke-sheet', veteran, status.sheets[0]?.id ?? '', '--as', OFFICER);
    expect((await ok('code', 'link', veteran, '--as', OFFICER)).out).toContain('https://yl.example/code/bind/');
  });

  it('a certificate is issued, written out, checked and revoked', async () => {
    expect(await run(['certificate', 'issue', recipient, '--as', OFFICER, '--consent', '本人书面同意'])).toMatchObject({ code: 1 });
    const { no } = (await ok('certificate', 'issue', recipient, '--as', HEAD, '--consent', '本人书面同意', '--json')).json<{
      no: string;
    }>();
    await ok('certificate', 'paper', no, 'one.pdf', '--as', OFFICER);
    await ok('certificate', 'picture', no, 'one.svg', '--as', OFFICER);
    const svg = await readFile(join(folder, 'one.svg'), 'utf8');
    const [check = ''] = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(svg) ?? [];
    expect((await ok('verify', check, '--json')).json()).toMatchObject({ valid: true, what: 'certificate', told: {} });
    expect((await ok('certificate', 'list', '--as', OFFICER)).out).toContain(no);
    await ok('certificate', 'revoke', no, '--as', HEAD, '--reason', '待遇已经取消');
    expect(await run(['verify', check])).toMatchObject({ code: 1, out: expect.stringContaining('已经停用') });
  });

  it('a batch is drawn up, signed by another, and issued by the clock with its progress', async () => {
    const args = ['--template', 'disabled', '--consent', '同意书原件存优抚科', '--town', '东柳街道'];
    const made = (await ok('certificate', 'batch', 'make', ...args, '--as', CLERK, '--json')).json<{ id: string; people: number }>();
    await ok('certificate', 'batch', 'sign', made.id, '--as', HEAD);
    const task = schedule(district.app).find((one) => one.name === 'certificate-batches');
    await task?.run(district.clock.now());
    const shown = (await ok('certificate', 'batch', 'show', made.id, '--as', CLERK, '--json')).json<object>();
    expect(shown).toMatchObject({ state: 'finished', total: made.people, issued: made.people, faults: 0, faultList: [] });
    expect((await ok('certificate', 'batch', 'list', '--as', HEAD)).out).toContain(`已签发 ${made.people}/${made.people}`);
  });

  it('devices are registered and dismissed, keys turned and given up', async () => {
    expect(await run(['scanner', 'add', '老兵面馆', '--as', OFFICER])).toMatchObject({ code: 1 });
    const { id } = (await ok('scanner', 'add', '老兵面馆', '--as', HEAD, '--json')).json<{ id: string }>();
    expect((await ok('scanner', 'list', '--as', HEAD)).out).toContain('待启用');
    await ok('scanner', 'remove', id, '--as', HEAD);
    const [before] = (await ok('signing-key', 'list', '--json')).json<{ id: string }[]>();
    await ok('signing-key', 'rotate');
    await ok('signing-key', 'withdraw', before?.id ?? '');
    expect(await run(['signing-key', 'withdraw', before?.id ?? ''])).toMatchObject({ code: 1 });
    expect((await ok('signing-key', 'list')).out).toMatch(/withdrawn/);
  });
});
