import { listen } from '../../src/api/web-server.ts';
import { createConsole } from '../../src/console/console.ts';
import { createIndexBook } from '../../src/insight/respect-index/index-book.ts';
import { consoleDeps } from '../../src/serving/console-deps.ts';
import { type District, openDistrict } from '../setup/district.ts';
import type { DatabaseKind } from '../setup/test-database.ts';

/** The console over a slice of the demo district, with the local DingTalk to sign in through. */
export interface OpenConsole {
  district: District;
  base: string;
  /** Somebody with a browser of their own, signed in. */
  as(staffId: string): Promise<Visitor>;
  /** Somebody who is nobody yet. */
  nobody(): Visitor;
  close(): Promise<void>;
}

export async function openConsole(kind: DatabaseKind, options: Parameters<typeof openDistrict>[1] = {}): Promise<OpenConsole> {
  const district = await openDistrict(kind, options);
  const web = await listen(
    [createConsole(consoleDeps(district.app, () => district.local.state.base, createIndexBook(district.app)))],
    '127.0.0.1',
    0,
  );
  return {
    district,
    base: web.url,
    nobody: () => createVisitor(web.url),
    as: async (staffId) => {
      const visitor = createVisitor(web.url);
      await visitor.get(`/sign-in?as=u-${staffId}`);
      return visitor;
    },
    close: async () => {
      await web.close();
      await district.close();
    },
  };
}

export interface Seen {
  status: number;
  /** Path with query where the redirects ended. */
  at: string;
  html: string;
  headers: Headers;
}

/** A browser as far as requests go: cookies, redirects, forms. */
export interface Visitor {
  cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Seen>;
  /** One request, redirects not followed. */
  raw(path: string, init?: RequestInit): Promise<Response>;
  /** Sends the form of the last page that posts to `action`, as it stands but for `fields`; throws when there is none. */
  submit(action: string, fields?: Record<string, string | string[]>): Promise<Seen>;
  /** The hidden fields of that form, to send it by hand. */
  marks(action: string): Record<string, string>;
  post(path: string, fields: Record<string, string | string[]>): Promise<Seen>;
  /** Like `submit`, with files. */
  upload(action: string, fields: Record<string, string>, files: Record<string, { name: string; content: Buffer }>): Promise<Seen>;
}

export function createVisitor(base: string): Visitor {
  const cookies = new Map<string, string>();
  let last: Seen = { status: 0, at: '', html: '', headers: new Headers() };
  const raw = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(path, base);
    const isOurs = url.origin === base;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(isOurs && cookie ? { cookie } : {}) },
    });
    for (const line of isOurs ? response.headers.getSetCookie() : []) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0\b/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  const follow = async (path: string, init: RequestInit = {}): Promise<Seen> => {
    let response = await raw(path, init);
    let url = new URL(path, base);
    for (let hops = 0; hops < 8 && response.status >= 300 && response.status < 400; hops += 1) {
      url = new URL(response.headers.get('location') ?? '', url);
      response = await raw(url.href);
    }
    last = { status: response.status, at: url.pathname + url.search, html: await response.text(), headers: response.headers };
    return last;
  };
  const formFor = (action: string): string => {
    const form = formIn(last.html, action, last.at);
    if (form === null) throw new Error(`no form for ${action} on ${last.at}: ${textOf(last.html).slice(0, 300)}`);
    return form;
  };
  const marks = (action: string): Record<string, string> => {
    const form = formFor(action);
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    return Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, unescaped(value)]));
  };
  const post = (path: string, fields: Record<string, string | string[]>) => {
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])));
    return follow(path, { method: 'POST', body, headers: { origin: base } });
  };
  const upload: Visitor['upload'] = (action, fields, files) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...marks(action), ...fields })) body.set(name, value);
    for (const [name, file] of Object.entries(files)) body.append(name, new Blob([new Uint8Array(file.content)]), file.name);
    return follow(action, { method: 'POST', body, headers: { origin: base } });
  };
  return {
    cookies,
    raw,
    upload,
    get: (path, headers = {}) => follow(path, { headers }),
    marks,
    post,
    submit: (action, fields = {}) => post(action, { ...filledIn(formFor(action)), ...marks(action), ...fields }),
  };
}

function formIn(html: string, action: string, at: string): string | null {
  const forms = [...html.matchAll(/<form\b([^>]*method="post"[^>]*)>([\s\S]*?)<\/form>/g)];
  const found = forms.find(([, attributes = '']) => {
    const own = /action="([^"]*)"/.exec(attributes)?.[1];
    return own === undefined ? at.split('?')[0] === action.split('?')[0] : unescaped(own) === action;
  });
  return found?.[2] ?? null;
}

/** What stands in the fields of a form that one types into or chooses from, as a browser would send it. */
function filledIn(form: string): Record<string, string> {
  const attribute = (tag: string, name: string) => unescaped(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
  const values: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const isChosen = !/ type="(checkbox|radio)"/.test(tag) || / checked/.test(tag);
    if (isChosen && !/ type="(hidden|file|submit)"/.test(tag)) values[attribute(tag, 'name')] = attribute(tag, 'value');
  }
  for (const [, tag = '', text = ''] of form.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g))
    values[attribute(tag, 'name')] = unescaped(text);
  for (const [, tag = '', inside = ''] of form.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const options = [...inside.matchAll(/<option\b([^>]*)>([^<]*)/g)];
    const [, option = '', text = ''] = options.find(([, one = '']) => / selected/.test(one)) ?? options[0] ?? [];
    values[attribute(tag, 'name')] = / value="/.test(option) ? attribute(option, 'value') : unescaped(text);
  }
  return values;
}

const unescaped = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** What a person reads of a page. */
export function textOf(html: string): string {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
  return unescaped(main.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}
