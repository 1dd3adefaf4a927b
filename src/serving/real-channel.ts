import type { App } from '../app.ts';
import type { Channel } from '../channels/channel.ts';
import { createDingtalkChannel } from '../channels/dingtalk/dingtalk-channel.ts';

/** The channel to the DingTalk application that the configuration names. */
export function realChannel(app: App): Channel {
  const { clientId, clientSecret, robotCode, ...rest } = app.config.dingtalk;
  const { log, clock } = app;
  return createDingtalkChannel({
    ...rest,
    clientId: clientId ?? '',
    clientSecret: clientSecret ?? '',
    robotCode: robotCode ?? clientId ?? '',
    log,
    clock,
  });
}
