/**
 * The part of markdown that DingTalk shows (dingtalk.md §3.1), as HTML: headings, bold, italic, code, links, pictures, lists, quotes.
 * No tables. Everything else is text, and so is a mark after a backslash. Pure; whatever comes in, only these tags come out.
 */
export function markdownToHtml(markdown: string): string {
  const lines = setAside(markdown.replaceAll('\r\n', '\n')).split('\n');
  const blocks: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const taken = takeBlock(lines, at);
    if (taken.html) blocks.push(taken.html);
    at = taken.next;
  }
  return putBack(blocks.join(''));
}

/** Escaped marks wait in Unicode's private area, where no rule of markdown sees them: the stars of a mask are no emphasis. */
const ASIDE = 0xe000;
const setAside = (text: string) =>
  text.replace(/\\([!-/:-@[-`{-~])/g, (_, mark: string) => String.fromCharCode(ASIDE + mark.charCodeAt(0)));
const putBack = (html: string) => html.replace(/[\ue021-\ue07e]/g, (aside) => escapeHtml(String.fromCharCode(aside.charCodeAt(0) - ASIDE)));

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

interface Taken {
  html: string;
  next: number;
}

const HEADING = /^(#{1,6})\s+(.*)$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const BULLET = /^\s*[-*+]\s+(.*)$/;
const NUMBER = /^\s*(\d{1,9})[.)]\s+(.*)$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;

function takeBlock(lines: string[], at: number): Taken {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { html: '', next: at + 1 };
  if (RULE.test(line)) return { html: '<hr>', next: at + 1 };
  const heading = HEADING.exec(line);
  if (heading) {
    const level = heading[1]?.length ?? 1;
    return { html: `<h${level}>${inline(heading[2] ?? '')}</h${level}>`, next: at + 1 };
  }
  if (QUOTE.test(line)) return takeQuote(lines, at);
  if (BULLET.test(line)) return takeList(lines, at, BULLET, 'ul');
  if (NUMBER.test(line)) return takeList(lines, at, NUMBER, 'ol');
  return takeParagraph(lines, at);
}

function takeQuote(lines: string[], at: number): Taken {
  const { taken, next } = takeWhile(lines, at, (line) => QUOTE.test(line));
  const inner = taken.map((line) => QUOTE.exec(line)?.[1] ?? '');
  return { html: `<blockquote>${inner.map((line) => inline(line)).join('<br>')}</blockquote>`, next };
}

function takeList(lines: string[], at: number, pattern: RegExp, tag: 'ul' | 'ol'): Taken {
  const { taken, next } = takeWhile(lines, at, (line) => pattern.test(line) && !RULE.test(line));
  const items = taken.map((line) => `<li>${inline((pattern.exec(line)?.at(-1) ?? '').trimEnd())}</li>`).join('');
  const first = tag === 'ol' ? Number(pattern.exec(taken[0] ?? '')?.[1] ?? 1) : 1;
  return { html: first === 1 ? `<${tag}>${items}</${tag}>` : `<${tag} start="${first}">${items}</${tag}>`, next };
}

function takeParagraph(lines: string[], at: number): Taken {
  const starts = (line: string) => line.trim() === '' || [HEADING, QUOTE, BULLET, NUMBER, RULE].some((pattern) => pattern.test(line));
  const { taken, next } = takeWhile(lines, at, (line, index) => index === at || !starts(line));
  // A line break needs two blanks before it; a bare one only joins (dingtalk.md §3.1).
  const text = taken
    .map((line, index) => (index < taken.length - 1 && / {2,}$/.test(line) ? `${line.trimEnd()}\n` : `${line.trim()} `))
    .join('');
  return { html: `<p>${inline(text.trim())}</p>`, next };
}

function takeWhile(lines: string[], at: number, belongs: (line: string, index: number) => boolean): { taken: string[]; next: number } {
  let next = at;
  while (next < lines.length && belongs(lines[next] ?? '', next)) next += 1;
  return { taken: lines.slice(at, next), next };
}

const SPANS =
  /`([^`]+)`|!\[([^\]]*)\]\(([^)\s]+)\)|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(?=\S)([\s\S]+?)(?<=\S)\*\*|__(?=\S)([\s\S]+?)(?<=\S)__|(?<![*\w])\*(?=\S)([^*]+?)(?<=\S)\*(?!\w)|(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)/g;

function inline(text: string, depth = 0): string {
  let html = '';
  let from = 0;
  for (const match of text.matchAll(SPANS)) {
    html += plain(text.slice(from, match.index)) + span(match, depth);
    from = match.index + match[0].length;
  }
  return html + plain(text.slice(from));
}

const plain = (text: string) => escapeHtml(text).replaceAll('\n', '<br>');

function span(match: RegExpMatchArray, depth: number): string {
  const [whole, code, alt, image, label, target, bold, boldToo, italic, italicToo] = match;
  // Emphasis inside emphasis is enough; deeper is left as typed.
  const inner = (text: string) => (depth < 3 ? inline(text, depth + 1) : plain(text));
  if (code !== undefined) return `<code>${escapeHtml(code)}</code>`;
  if (image !== undefined) return picture(image, alt ?? '') ?? plain(whole);
  if (target !== undefined) return anchor(target, inner(label ?? '')) ?? plain(whole);
  const strong = bold ?? boldToo;
  if (strong !== undefined) return `<strong>${inner(strong)}</strong>`;
  return `<em>${inner(italic ?? italicToo ?? '')}</em>`;
}

function picture(source: string, alt: string): string | null {
  const address = pictureAddress(source);
  return address ? `<img src="${escapeHtml(address)}" alt="${escapeHtml(alt)}" loading="lazy">` : null;
}

/** Where a picture's URL or media id is found; null for anything else. */
export function pictureAddress(source: string): string | null {
  if (source.startsWith('@')) return `/chat/media/${encodeURIComponent(source)}`;
  return /^https?:\/\//i.test(source) ? source : null;
}

function anchor(target: string, label: string): string | null {
  const link = readLink(target);
  if (!link) return null;
  if ('says' in link) return `<a href="#" role="button" data-says="${escapeHtml(link.says)}">${label}</a>`;
  return `<a href="${escapeHtml(link.href)}" target="_blank" rel="noopener noreferrer">${label}</a>`;
}

/**
 * What pressing a link does in DingTalk: says a text (`dtmd://dingtalkclient/sendMessage?content=`), or opens a page, also wrapped in
 * `dingtalk://dingtalkclient/page/link?url=`. Null for every other scheme.
 */
export function readLink(target: string): { says: string } | { href: string } | null {
  if (!URL.canParse(target)) return null;
  const url = new URL(target);
  if (url.protocol === 'http:' || url.protocol === 'https:') return { href: url.href };
  if (url.host !== 'dingtalkclient') return null;
  const says = url.protocol === 'dtmd:' && url.pathname === '/sendMessage' ? url.searchParams.get('content') : null;
  if (says) return { says };
  const inside = url.protocol === 'dingtalk:' ? (url.searchParams.get('url') ?? '') : '';
  return /^https?:\/\//i.test(inside) && URL.canParse(inside) ? { href: new URL(inside).href } : null;
}
