import type { MiddlewareHandler } from 'hono';
import { AppError } from '../../platform/errors.ts';
import { localTexts } from './local-texts.ts';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * The local DingTalk lets anybody be anybody: it may exist only without real credentials and only where this machine alone reaches it.
 * Throws AppError `local-dingtalk-forbidden` otherwise.
 */
export function assertLocalOnly(host: string, hasCredentials: boolean): void {
  if (hasCredentials) throw new AppError('forbidden', 'local-dingtalk-forbidden', localTexts.onlyWithoutCredentials);
  if (!isLoopbackHost(host)) throw new AppError('forbidden', 'local-dingtalk-forbidden', localTexts.onlyOnLoopback(host));
}

/** The name in a Host header, without its port. */
export function hostNameOf(header: string | undefined): string {
  return (header ?? '').replace(/:\d+$/, '');
}

/** Refuses requests under another name: a page on the internet could point its own name at this machine (DNS rebinding). */
export function loopbackOnly(): MiddlewareHandler {
  return async (c, next) => {
    if (!isLoopbackHost(hostNameOf(c.req.header('host')))) return c.text(localTexts.wrongHost, 403);
    await next();
  };
}
