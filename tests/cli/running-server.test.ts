import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProduct } from '../setup/build-product.ts';

/** The product as its operator meets it: processes, exit codes, the command that finds the running service. */
describe('the running service', () => {
  const node = process.execPath;
  let folder: string;
  let service: ChildProcess | null = null;
  const environment = () => ({ PATH: process.env['PATH'] ?? '', DATA_DIR: folder, PORT: '0', DEMO: 'off', LOG_LEVEL: 'error' });
  const command = (...args: string[]) => spawnSync(node, ['dist/cli/main.js', ...args], { env: environment(), encoding: 'utf8' });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-service-'));
    await buildProduct();
  }, 120_000);
  afterAll(async () => {
    service?.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  });

  it('stops on a wrong configuration with all faults at once and exit code 78', () => {
    const wrong = spawnSync(node, ['dist/main.js'], {
      env: { ...environment(), PORT: 'abc', CRYPTO_SUITE: 'x', DINGTALK_CLIENT_ID: 'a' },
      encoding: 'utf8',
    });
    expect(wrong.status).toBe(78);
    expect(wrong.stderr.trim().split('\n')).toHaveLength(3);
    expect(wrong.stderr).toMatch(/PORT：/);
    const open = spawnSync(node, ['dist/main.js'], { env: { ...environment(), HOST: '0.0.0.0' }, encoding: 'utf8' });
    expect(open.status).toBe(78);
    expect(open.stderr).toContain('本地钉钉');
  });

  it('is found by commands through DATA_DIR, whose files only the owner can read, and keeps a second one out', async () => {
    service = spawn(node, ['dist/main.js'], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    const said = await new Promise<string>((resolve) => {
      let text = '';
      service?.stdout?.on('data', (part) => {
        text += part;
        if (text.includes('/chat')) resolve(text);
      });
    });
    expect(said).toMatch(/http:\/\/127\.0\.0\.1:\d+\/chat\n$/);
    expect((await stat(join(folder, 'server.json'))).mode & 0o077).toBe(0);
    expect((await stat(join(folder, 'keys.json'))).mode & 0o077).toBe(0);
    const listed = command('staff', 'list', '--json');
    expect(listed).toMatchObject({ status: 0, stdout: '[]\n' });
    expect(command('audit', 'verify')).toMatchObject({ status: 0 });
    expect(command('case', 'show', 'YZ20261125-0001')).toMatchObject({ status: 1 });
    const second = spawnSync(node, ['dist/main.js'], { env: environment(), encoding: 'utf8' });
    expect(second.status).toBe(1);
    expect(second.stderr).toContain('正被另一个进程');
  }, 60_000);

  it('lets commands open the database themselves once it has stopped', async () => {
    const ended = new Promise((resolve) => service?.once('exit', resolve));
    service?.kill('SIGTERM');
    expect(await ended).toBe(0);
    service = null;
    expect(command('staff', 'list', '--json')).toMatchObject({ status: 0, stdout: '[]\n' });
  }, 60_000);
});
