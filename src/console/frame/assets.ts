import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { projectFile } from '../../platform/project-file.ts';
import { commonJsBundle } from './common-js-bundle.ts';

/** In the order in which they build on each other. */
const styles = ['tokens.css', 'base.css', 'shell.css', 'parts.css', 'forms.css', 'case.css', 'figures.css', 'print.css'];
const scripts = ['console.js'];
const icon = ['icon.svg'];

/** DingTalk's own script, cut to what a sign-in needs; only the sign-in page inside DingTalk loads it. */
const dingtalkParts = ['android', 'ios', 'harmony', 'pc'].map((platform) => `dingtalk-jsapi/platform/${platform}`);
const insideScript = () =>
  commonJsBundle([...dingtalkParts, 'dingtalk-jsapi/api/runtime/permission/requestAuthCode'], fileURLToPath(projectFile('package.json')));

interface Asset {
  body: string;
  type: string;
  version: string;
}

/** A theme that is chosen is also the system's, where nothing is chosen: each stands in the file once. */
const systemThemes = [
  ['dark', '(prefers-color-scheme: dark)'],
  ['contrast', '(prefers-contrast: more)'],
] as const;

function withSystemThemes(css: string): string {
  const blocks = systemThemes.map(([theme, when]) => {
    const block = new RegExp(`^:root\\[data-theme="${theme}"\\] (\\{[^}]*\\})`, 'm').exec(css)?.[1] ?? '';
    return `@media ${when} {\n:root[data-theme="auto"] ${block}\n}`;
  });
  return [css, ...blocks].join('\n');
}

function load(names: readonly string[], type: string, change = (body: string) => body): Asset {
  const read = names.map((name) => readFileSync(projectFile(`src/console/assets/${name}`), 'utf8')).join('\n');
  const body = change(read);
  return { body, type, version: createHash('sha256').update(body).digest('hex').slice(0, 12) };
}

const assets = {
  'console.css': load(styles, 'text/css; charset=utf-8', withSystemThemes),
  'console.js': load(scripts, 'text/javascript; charset=utf-8'),
  'inside.js': load(['inside.js'], 'text/javascript; charset=utf-8', (body) => `${insideScript()}\n${body}`),
  'icon.svg': load(icon, 'image/svg+xml'),
};

/** The address of an asset; it changes with the content, so that browsers may keep it for ever. */
export function assetUrl(name: keyof typeof assets): string {
  return `/assets/${assets[name].version}/${name}`;
}

export function assetRoutes(): Hono {
  const routes = new Hono();
  routes.get('/assets/:version/:name', (c) => {
    const found = Object.entries(assets).find(([name]) => name === c.req.param('name'))?.[1];
    if (!found) return c.text('', 404);
    const isCurrent = found.version === c.req.param('version');
    return c.body(found.body, 200, {
      'content-type': found.type,
      'cache-control': isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
    });
  });
  return routes;
}
