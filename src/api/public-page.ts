import type { MiddlewareHandler } from 'hono';

/** Nothing runs, nothing is loaded from elsewhere, nothing is kept or passed on: for pages that anybody may open with a token in the address. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
  vary: 'accept',
};

/** Sets the headers of a public page; what the route says itself stays. */
export const guardPublicPage: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(headers)) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
};
