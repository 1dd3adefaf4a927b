import { z } from 'zod';

/** How a client of the stream protocol misbehaved; tests assert that ours never does. */
export type Violation = 'not-json' | 'bad-frame' | 'unknown-message-id' | 'wrong-opaque' | 'wrong-connection';

/** What a client says on the socket: an acknowledgement or the answer to a ping (dingtalk.md §1.4). */
const clientFrame = z.looseObject({
  code: z.number(),
  headers: z.looseObject({ messageId: z.string(), contentType: z.string() }),
  message: z.string(),
  data: z.string(),
});

export type ClientFrame = z.infer<typeof clientFrame>;

export function readClientFrame(text: string): { ok: true; frame: ClientFrame } | { ok: false; violation: Violation } {
  const json = jsonOf(text);
  if (json === undefined) return { ok: false, violation: 'not-json' };
  const parsed = clientFrame.safeParse(json);
  return parsed.success ? { ok: true, frame: parsed.data } : { ok: false, violation: 'bad-frame' };
}

/** `response` inside the data of an acknowledgement. */
export function responseOf(data: string): unknown {
  const parsed = z.looseObject({ response: z.unknown() }).safeParse(jsonOf(data));
  return parsed.success ? parsed.data.response : null;
}

/** Undefined when the text is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
