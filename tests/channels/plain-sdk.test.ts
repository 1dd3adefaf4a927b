import { DWClient, type DWClientDownStream, TOPIC_ROBOT } from 'dingtalk-stream';
import { beforeEach, expect, test, vi } from 'vitest';
import { credentials, openLocal, type, until, zhang } from './local-setup.ts';

// The SDK announces its connections on the console.
beforeEach(() => void vi.spyOn(console, 'info').mockReturnValue());

test('the official SDK as it is published talks to the local DingTalk, only the host replaced', async () => {
  const { local, base } = await openLocal({ pingEveryMs: 20 });
  const client = new DWClient({ ...credentials, ua: '' });
  const heard: string[] = [];
  client.registerCallbackListener(TOPIC_ROBOT, (frame: DWClientDownStream) => {
    heard.push((JSON.parse(frame.data) as { text: { content: string } }).text.content);
    client.socketCallBackResponse(frame.headers.messageId, null);
  });
  // Its host is a constant: only this step is ours (dingtalk.md §1.7).
  client.getEndpoint = async () => {
    const { clientId, clientSecret, ua, subscriptions } = client.config;
    const response = await fetch(`${base}/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ clientId, clientSecret, ua, subscriptions }),
    });
    const { endpoint, ticket } = (await response.json()) as { endpoint: string; ticket: string };
    (client as unknown as { dw_url: string }).dw_url = `${endpoint}?ticket=${ticket}`;
    return client;
  };
  await client.connect();
  expect(client.connected).toBe(true);
  expect(await type(local, zhang, '我的待办')).toEqual({ state: 'acknowledged', response: null });
  expect(heard).toEqual(['我的待办']);
  await until(() => local.state.gateway.connectionCount() === 1);
  expect(local.violations()).toEqual([]);
  client.disconnect();
});
