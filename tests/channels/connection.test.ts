import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { closeAfter, closedPort, credentials, openChannel, openLocal, pause, type, until, zhang } from './local-setup.ts';

describe('keeping the connection', () => {
  test('a dropped connection is replaced, and what was said meanwhile is heard', async () => {
    const { local, base } = await openLocal();
    const { channel, messages } = await openChannel(base);
    local.state.gateway.dropConnections();
    await until(() => !channel.isConnected());
    const pushed = type(local, zhang, '断线时说的');
    expect((await pushed).state).toBe('acknowledged');
    expect(messages).toHaveLength(1);
    expect(channel.isConnected()).toBe(true);
    expect(local.state.gateway.connectionCount()).toBe(1);
  });

  test('an announced disconnect costs no message: the next connection is up before the old one closes', async () => {
    const { local, base } = await openLocal({ redeliverAfterMs: 10_000 });
    const { messages } = await openChannel(base);
    local.state.gateway.announceDisconnect();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => type(local, zhang, `${index}`)));
    expect(answers.every((answer) => answer.state === 'acknowledged')).toBe(true);
    expect(messages.map((message) => message.text)).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`));
    await until(() => local.state.gateway.connectionCount() === 1);
    expect(local.violations()).toEqual([]);
  });

  test('what is still being stored is acknowledged on the old connection', async () => {
    const { local, base } = await openLocal({ redeliverAfterMs: 10_000, disconnectGraceMs: 1_000 });
    const { promise: stored, resolve: store } = Promise.withResolvers<void>();
    const { messages } = await openChannel(base, {}, () => stored);
    const pushed = type(local, zhang, '慢慢存');
    await until(() => messages.length === 1);
    local.state.gateway.announceDisconnect();
    await until(() => local.state.gateway.connectionCount() === 2);
    store();
    expect((await pushed).state).toBe('acknowledged');
    expect(local.violations()).toEqual([]);
  });

  test('a connection that has gone silent is replaced', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base, {
      timing: { timeoutMs: 1_000, firstRetryMs: 20, longestRetryMs: 50, pingEveryMs: 30, deadAfterMs: 120, stableAfterMs: 10 },
    });
    local.state.gateway.freeze(true);
    await until(() => channel.counts?.()['connection-silent'] === 1);
    local.state.gateway.freeze(false);
    await until(() => channel.isConnected());
    expect((await type(local, zhang, '在吗')).state).toBe('acknowledged');
  });

  test('refused handshakes are tried again with growing pauses, and end in exactly one connection', async () => {
    const { local, base } = await openLocal();
    local.state.gateway.refuseHandshakes(true);
    const { channel } = await openChannel(base);
    expect(channel.isConnected()).toBe(false);
    await pause(600);
    local.state.gateway.refuseHandshakes(false);
    await until(() => channel.isConnected());
    const opens = local.state.wire.calls('/v1.0/gateway/connections/open').length;
    // 20, 40, 80, 160, 200, 200 … ms with jitter of at most a half.
    expect(opens).toBeGreaterThan(3);
    expect(opens).toBeLessThan(14);
    await pause(100);
    expect(local.state.gateway.connectionCount()).toBe(1);
  });

  test('a ticket opens one connection', async () => {
    const { local, base } = await openLocal();
    await openChannel(base);
    const ticket = local.state.gateway.openTicket();
    const open = () =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`${base.replace('http', 'ws')}/connect?ticket=${ticket}`);
        socket.addEventListener('open', () => {
          resolve('open');
          socket.close();
        });
        socket.addEventListener('error', () => resolve('refused'));
      });
    expect(await open()).toBe('open');
    expect(await open()).toBe('refused');
  });

  test('wrong credentials alert the operator once in a while and are not hammered', async () => {
    const { local, base } = await openLocal();
    const { channel, log } = await openChannel(base, { clientSecret: 'wrong-secret-1' });
    expect(channel.isConnected()).toBe(false);
    expect(log.errors).toHaveLength(1);
    await pause(200);
    expect(local.state.wire.calls('/v1.0/gateway/connections/open')).toHaveLength(1);
    await until(() => log.errors.length === 2);
    expect(JSON.stringify(log.errors)).not.toContain('wrong-secret-1');
  });

  test('a gateway that takes the call and says nothing is given up in time, and a good one found later', async () => {
    const hole = await blackHole();
    const started = performance.now();
    const { channel } = await openChannel(hole, { timing: { timeoutMs: 100, firstRetryMs: 10, longestRetryMs: 20 } });
    expect(performance.now() - started).toBeLessThan(900);
    expect(channel.isConnected()).toBe(false);
  });

  test('a gateway that answers 429, 500 or HTML is asked again until it is well', async () => {
    const { local, base } = await openLocal();
    const path = '/v1.0/gateway/connections/open';
    local.state.faults.next(path, { kind: 'answer', status: 429, body: { code: 'system.busy' } });
    local.state.faults.next(path, { kind: 'answer', status: 500, body: { code: 'unknownError' } });
    local.state.faults.next(path, { kind: 'answer', status: 200, body: '<html>punish</html>' });
    const { channel } = await openChannel(base);
    await until(() => channel.isConnected());
    expect(local.state.wire.calls(path)).toHaveLength(4);
  });

  test('stopping during the wait for the next attempt stays stopped', async () => {
    const { local, base } = await openLocal();
    local.state.gateway.refuseHandshakes(true);
    const { channel } = await openChannel(base);
    await channel.stop();
    local.state.gateway.refuseHandshakes(false);
    await pause(300);
    expect(local.state.gateway.connectionCount()).toBe(0);
  });

  test('the secret is in no log line', async () => {
    const { local, base } = await openLocal();
    const lines: string[] = [];
    const write = (fields: Record<string, unknown>, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
    const log = { debug: write, info: write, warn: write, error: write };
    local.state.gateway.refuseHandshakes(true);
    await openChannel(base, { log });
    await openChannel(await closedPort(), { log });
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('\n')).not.toContain(credentials.clientSecret);
  });
});

/** Takes connections and never says a word. */
async function blackHole(): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer(() => undefined);
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeAfter(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
