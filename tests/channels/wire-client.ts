import { beforeEach } from 'vitest';
import { type OpenLocal, openLocal } from './local-setup.ts';

/** A fresh local DingTalk for each test, and calls to it as any HTTP client would make them. */
export interface WireClient {
  open: OpenLocal;
  token: string;
}

export function useWireClient(): WireClient {
  const client = {} as WireClient;
  beforeEach(async () => {
    client.open = await openLocal();
    client.token = client.open.local.state.access.token().accessToken;
  });
  return client;
}

export interface Call {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  type?: string | null;
}

export async function callWire(
  client: WireClient,
  path: string,
  { method = 'POST', body, headers = {}, type = 'application/json' }: Call = {},
) {
  const response = await fetch(client.open.base + path, {
    method,
    headers: { ...(type ? { 'content-type': type } : {}), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const answer = JSON.parse(await response.text()) as Record<string, unknown>;
  return { status: response.status, ...answer } as { status: number } & Record<string, unknown>;
}

export const callWithToken = (client: WireClient, path: string, body: unknown, more: Call = {}) =>
  callWire(client, path, { body, ...more, headers: { 'x-acs-dingtalk-access-token': client.token, ...more.headers } });
