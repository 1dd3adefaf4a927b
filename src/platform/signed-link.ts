import { createHmac, timingSafeEqual } from 'node:crypto';

const signature = (secret: string, body: string) => createHmac('sha256', secret).update(`link:${body}`).digest('base64url');

/** What stands behind a link until a moment, as a token for its address: readable, but not to be made or changed by others. */
export function signLink(secret: string, content: Readonly<Record<string, string>>, until: Date): string {
  const body = Buffer.from(JSON.stringify({ ...content, until: until.toISOString() })).toString('base64url');
  return `${body}.${signature(secret, body)}`;
}

/** Null for a token that was not signed here, or whose time is over. */
export function openLink(secret: string, token: string, now: Date): Record<string, string> | null {
  const [body = '', signed = ''] = token.split('.');
  const expected = Buffer.from(signature(secret, body));
  const given = Buffer.from(signed);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const content = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, string>;
  return now.toISOString() < (content.until ?? '') ? content : null;
}
