import { type AddressInfo, createServer } from 'node:net';
import { afterEach } from 'vitest';
import type { Channel, InboundMessage, InboundPress } from '../../src/channels/channel.ts';
import { createDingtalkChannel, type DingtalkChannelOptions } from '../../src/channels/dingtalk/dingtalk-channel.ts';
import type { StreamTiming } from '../../src/channels/dingtalk/stream-supervisor.ts';
import { createLocalDingtalk, type LocalDingtalk } from '../../src/channels/local-dingtalk/local-dingtalk.ts';
import { directoryOf, type LocalUser } from '../../src/channels/local-dingtalk/local-directory.ts';
import type { LocalSettings } from '../../src/channels/local-dingtalk/local-settings.ts';
import type { Said } from '../../src/channels/local-dingtalk/person-acts.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { memoryLog } from '../../src/platform/log.ts';

export const zhang: LocalUser = {
  userId: 'zhang',
  name: '张建国',
  title: '站长',
  mobile: '13800000001',
  area: '东柳街道',
  roles: ['镇街站站长'],
};
export const chen: LocalUser = {
  userId: 'chen',
  name: '陈敏',
  title: '科长',
  mobile: '13800000002',
  area: '优抚科',
  roles: ['科室负责人'],
};
export const li: LocalUser = {
  userId: 'li',
  name: '李雪',
  title: '联络员',
  mobile: '13800000003',
  area: '华光城社区',
  roles: ['村社站联络员'],
};
export const crowd: LocalUser[] = Array.from({ length: 30 }, (_, index) => ({
  userId: `crowd${index}`,
  name: `人员${index}`,
  title: '专职人员',
  mobile: `139${String(index).padStart(8, '0')}`,
  area: '明楼街道',
  roles: ['专职人员'],
}));
export const everybody = [zhang, chen, li, ...crowd];

export const credentials = { clientId: 'dinglocal', clientSecret: 'local-secret-1', robotCode: 'dinglocal' };

/** Everything ten to a thousand times faster than in real life. */
export const quick: Partial<StreamTiming> = {
  timeoutMs: 1_000,
  firstRetryMs: 20,
  longestRetryMs: 200,
  authRetryMs: 300,
  pingEveryMs: 40,
  deadAfterMs: 400,
  stableAfterMs: 50,
};

const closing: (() => Promise<unknown>)[] = [];

/** Closes after the test, the newest first. */
export function closeAfter(close: () => Promise<unknown>): void {
  closing.push(close);
}

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

export interface OpenLocal {
  local: LocalDingtalk;
  base: string;
}

export async function openLocal(settings: Partial<LocalSettings> = {}): Promise<OpenLocal> {
  const local = createLocalDingtalk({
    directory: directoryOf(everybody),
    ...credentials,
    log: memoryLog(),
    clock: systemClock,
    settings: { redeliverAfterMs: 150, disconnectGraceMs: 300, qps: 1_000, ...settings },
    groups: [{ id: 'cidGroup==', title: '优抚科工作群', memberIds: ['zhang', 'chen'] }],
  });
  const base = await local.listen();
  closeAfter(() => local.close());
  return { local, base };
}

export interface OpenChannel {
  channel: Channel;
  messages: InboundMessage[];
  presses: InboundPress[];
  log: ReturnType<typeof memoryLog>;
}

export type Hearing = (message: InboundMessage) => Promise<void>;

/** The real channel, started against `base`. */
export async function openChannel(
  base: string,
  options: Partial<DingtalkChannelOptions> = {},
  onMessage: Hearing = async () => undefined,
): Promise<OpenChannel> {
  const log = memoryLog();
  const messages: InboundMessage[] = [];
  const presses: InboundPress[] = [];
  const channel = createDingtalkChannel({
    ...credentials,
    apiBase: base,
    oapiBase: base,
    cardTemplateId: null,
    qps: 1_000,
    log,
    clock: systemClock,
    timing: quick,
    ...options,
  });
  await channel.start({
    onMessage: async (message) => {
      messages.push(message);
      await onMessage(message);
    },
    onPress: async (press) => void presses.push(press),
  });
  closeAfter(() => channel.stop());
  return { channel, messages, presses, log };
}

/** `user` types to the bot; resolves when the push is acknowledged or given up. */
export function type(local: LocalDingtalk, user: LocalUser, text: string, more: Partial<Said> = {}) {
  const conversation = local.state.chat.direct(user.userId);
  const { pushed } = local.state.acts.say(user, conversation, { text, file: null, mentionsBot: false, ...more });
  return pushed ?? Promise.resolve({ state: 'dropped' as const });
}

export async function until(isSo: () => boolean, withinMs = 5_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`not so within ${withinMs} ms: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What the bot has said to this person, newest last. */
export const heardBy = (local: LocalDingtalk, user: LocalUser) =>
  local.state.chat
    .direct(user.userId)
    .messages.filter((message) => message.authorId === null)
    .map((message) => message.content);

/** An address where nobody listens. */
export async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
