import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiEnv } from './api-deps.ts';
import { apiTexts as say } from './texts.ts';

const installed = createRequire(import.meta.url);

/** The reader's own files, from the installed package: nothing is fetched from elsewhere. */
const assets: Readonly<Record<string, readonly [file: string, type: string]>> = {
  'reader.css': ['swagger-ui-dist/swagger-ui.css', 'text/css; charset=utf-8'],
  'reader.js': ['swagger-ui-dist/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
};

const PAGE = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${say.docs.title}</title>
<link rel="stylesheet" href="/api/docs/reader.css"></head>
<body><div id="reader"></div><noscript>${say.docs.noScript}</noscript>
<script src="/api/docs/reader.js"></script><script src="/api/docs/start.js"></script></body>
</html>
`;

/** The token typed into the reader stays in the page and is gone with it. */
const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#reader', deepLinking: true, persistAuthorization: false, validatorUrl: null,
  docExpansion: 'list', defaultModelsExpandDepth: 0, tryItOutEnabled: false });
`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** `/api/openapi.json`, made from the same schemas as the calls, and `/api/docs`, where people read it; both without a token. */
export function addDocsRoutes(api: OpenAPIHono<ApiEnv>, version: string): void {
  let made: object | null = null;
  const document = () => {
    made ??= api.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: say.docs.title, version, description: say.docs.description },
      servers: [{ url: '/' }],
      tags: say.docs.tags.map(([name, description]) => ({ name, description })),
    });
    return made;
  };
  api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', description: say.docs.bearer });
  api.get('/api/openapi.json', (c) => c.json(document()));
  api.get('/api/docs', (c) => page(c, PAGE, 'text/html; charset=utf-8'));
  api.get('/api/docs/start.js', (c) => page(c, START, 'text/javascript; charset=utf-8'));
  api.get('/api/docs/:asset{reader\\.(?:css|js)}', async (c) => {
    const [file, type] = assets[c.req.param('asset')] ?? ['', ''];
    return page(c, new Uint8Array(await readFile(installed.resolve(file))), type, 'public, max-age=3600');
  });
}

function page(c: Context, body: string | Uint8Array<ArrayBuffer>, type: string, cache = 'no-cache') {
  const headers = { 'content-type': type, 'content-security-policy': POLICY, 'referrer-policy': 'no-referrer', 'cache-control': cache };
  return c.body(body, 200, headers);
}
