import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { assertLocalOnly } from '../../src/channels/local-dingtalk/local-only.ts';
import { AppError } from '../../src/platform/errors.ts';
import { openLocal } from './local-setup.ts';

const thrownBy = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
};

describe('the local DingTalk exists only without credentials and on loopback', () => {
  test.each(['127.0.0.1', 'localhost', '::1', '[::1]', '127.8.9.1'])('on %s', (host) => {
    expect(thrownBy(() => assertLocalOnly(host, false))).toBeNull();
  });

  test.each(['0.0.0.0', '::', '10.1.2.3', 'bureau.example.cn', '127.0.0.1.evil.cn', ''])('not on %s', (host) => {
    const error = thrownBy(() => assertLocalOnly(host, false));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ kind: 'forbidden', sentence: expect.stringContaining('HOST') });
  });

  test('not beside real credentials', () => {
    expect(thrownBy(() => assertLocalOnly('127.0.0.1', true))).toMatchObject({ sentence: expect.stringContaining('DINGTALK_CLIENT_ID') });
  });
});

function statusFor(base: string, path: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(base + path, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.once('error', reject);
    call.end();
  });
}

describe('a name that somebody else points at this machine', () => {
  test.each(['/chat', '/chat/people', '/gettoken', '/v1.0/robot/x', '/local-file/x'])('gets nothing from %s', async (path) => {
    const { base } = await openLocal();
    expect(await statusFor(base, path, 'evil.example.com')).toBe(403);
    expect(await statusFor(base, path, '127.0.0.1.evil.example.com:80')).toBe(403);
    expect(await statusFor(base, path, 'localhost:1234')).not.toBe(403);
  });

  test('opens no socket', async () => {
    const { local, base } = await openLocal();
    const ticket = local.state.gateway.openTicket();
    const failed = new Promise((resolve) => {
      const call = request(`${base}/connect?ticket=${ticket}`, {
        headers: {
          host: 'evil.example.com',
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        },
      });
      call.once('upgrade', () => resolve('upgraded'));
      call.once('error', () => resolve('refused'));
      call.end();
    });
    expect(await failed).toBe('refused');
  });
});

test('another site’s page cannot speak for somebody', async () => {
  const { local, base } = await openLocal();
  const post = (origin: string) =>
    fetch(`${base}/chat/send`, {
      method: 'POST',
      headers: { origin, 'content-type': 'text/plain' },
      body: JSON.stringify({ as: 'zhang', c: local.state.chat.direct('zhang').id, text: '同意' }),
    });
  expect((await post('https://evil.example.com')).status).toBe(403);
  expect((await post('null')).status).toBe(403);
  expect(local.state.chat.direct('zhang').messages).toEqual([]);
  expect((await post(base)).status).toBe(200);
});
