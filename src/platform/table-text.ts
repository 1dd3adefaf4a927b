import { open, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { columnName, MOST_TITLES } from './table-row.ts';

/** Bytes of a table, from a file of any size or from memory. */
export type TableBytes = { path: string } | { bytes: Uint8Array };

const CHUNK = 256 * 1024;
/** Enough to meet the first Chinese character of any list. */
const SNIFF = 1024 * 1024;

export async function* chunksOf(source: TableBytes): AsyncGenerator<Uint8Array> {
  if ('bytes' in source) {
    for (let start = 0; start < source.bytes.length; start += CHUNK) yield source.bytes.subarray(start, start + CHUNK);
    return;
  }
  const file = await open(source.path);
  try {
    for await (const chunk of file.createReadStream({ highWaterMark: CHUNK, autoClose: false })) yield chunk as Uint8Array;
  } finally {
    await file.close();
  }
}

/** The first bytes, for telling what a file is. */
export async function headOf(source: TableBytes, length = SNIFF): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of chunksOf(source)) {
    parts.push(chunk);
    total += chunk.length;
    if (total >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** UTF-8 with or without BOM, UTF-16 (Excel's “Unicode text”), else GB18030: what is no UTF-8 was saved by a Chinese Excel. */
export function encodingOf(head: Buffer): string {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return 'utf-16';
  const wide = wideOf(head);
  if (wide !== null) return wide;
  // A character may be cut at the end of what was read: `stream` lets it pass.
  const text = new TextDecoder('utf-8').decode(head, { stream: true });
  const odd = text.match(/\uFFFD/g)?.length ?? 0;
  const foreign = text.match(/\P{ASCII}/gu)?.length ?? 0;
  // A few bad bytes in a list of UTF-8 spoil their rows, not the list; GB18030 read as UTF-8 is odd nearly everywhere.
  return odd * 2 <= foreign ? 'utf-8' : 'gb18030';
}

/** UTF-16 whose mark was lost: digits and separators have a zero byte on one side. */
function wideOf(head: Buffer): string | null {
  const sample = head.subarray(0, 4096);
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (even + odd < sample.length / 20) return null;
  if (even * 10 < odd) return 'utf-16le';
  return odd * 10 < even ? 'utf-16be' : null;
}

/** One physical record: its text, and the line it begins at. */
interface RecordText {
  line: number;
  text: string;
  /** Why it cannot be read. */
  reason: string | null;
}

const openQuote = '这一行的引号不成对，无法读取';
const tooLong = '这一行过长，无法读取，请检查换行';
/** Far beyond any row; without it a file that has no line ends would be read into memory whole. */
const LONGEST_LINE = 1_000_000;

/** A quoted cell may go over several lines, but not over a whole file because one mark is missing. */
const LONGEST_CELL_LINES = 30;

function isBalanced(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count % 2 === 0;
}

/** Takes physical lines, gives whole records. A mark left open spoils its own line only. */
function recordReader() {
  let pending: { line: number; texts: string[] } | null = null;
  const giveUp = function* (): Generator<RecordText> {
    if (pending === null) return;
    const { line, texts } = pending;
    pending = null;
    yield { line, text: texts[0] ?? '', reason: openQuote };
    for (const [index, text] of texts.slice(1).entries()) yield* take(line + 1 + index, text);
  };
  const take = function* (line: number, text: string): Generator<RecordText> {
    if (pending === null) {
      if (text.length > LONGEST_LINE) yield { line, text: text.slice(0, 1000), reason: tooLong };
      else if (isBalanced(text)) yield { line, text, reason: null };
      else pending = { line, texts: [text] };
      return;
    }
    pending.texts.push(text);
    if (!isBalanced(text)) {
      const whole: RecordText = { line: pending.line, text: pending.texts.join('\n'), reason: null };
      pending = null;
      yield whole;
    } else if (pending.texts.length >= LONGEST_CELL_LINES) yield* giveUp();
  };
  const end = function* (): Generator<RecordText> {
    while (pending !== null) yield* giveUp();
  };
  return { take, end };
}

async function* records(source: TableBytes, encoding: string, meter: Meter): AsyncGenerator<RecordText> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  const reader = recordReader();
  let rest = '';
  let line = 0;
  for await (const chunk of chunksOf(source)) {
    meter.done += chunk.length;
    const lines = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length))).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    // What is already too long only has to stay so.
    if (rest.length > LONGEST_LINE * 2) rest = rest.slice(0, LONGEST_LINE + 1);
    for (const text of lines) yield* reader.take(++line, text);
  }
  const tail = (rest + (decoder.end() ?? '')).replace(/\r$/, '');
  if (tail !== '') yield* reader.take(++line, tail);
  yield* reader.end();
}

/** How far a file has been read, in bytes. */
export interface Meter {
  done: number;
  total: number;
}

export interface TextRow {
  line: number;
  cells: string[];
  /** Why a cell, by its position, cannot be taken; at -1 why the whole row cannot. `cells` then is what could be made out. */
  reasons?: Map<number, string>;
}

/**
 * Rows of a delimited text file, blank lines left out. Comma, tab, semicolon, bar or Chinese comma: whichever parts the first lines into
 * most of the known columns, for a title above them may have any of these in it.
 */
export async function* textRows(
  source: TableBytes,
  columns: readonly string[],
  meter: Meter = { done: 0, total: 0 },
): AsyncGenerator<TextRow> {
  meter.total = 'path' in source ? (await stat(source.path)).size : source.bytes.length;
  const encoding = encodingOf(await headOf(source));
  const all = filled(records(source, encoding, meter));
  const first: RecordText[] = [];
  for (let next = await all.next(); !next.done; next = await all.next()) if (first.push(next.value) >= MOST_TITLES) break;
  const delimiter = delimiterOf(first, columns);
  for (const record of first) yield rowOf(record, delimiter);
  for await (const record of all) yield rowOf(record, delimiter);
}

async function* filled(all: AsyncIterable<RecordText>): AsyncGenerator<RecordText> {
  for await (const record of all) if (record.text.trim() !== '') yield record;
}

function rowOf({ line, text, reason }: RecordText, delimiter: string): TextRow {
  const cells = reason === null ? cellsOf(text, delimiter) : null;
  if (cells !== null) return { line, cells };
  return { line, cells: text.replaceAll('"', '').split(delimiter), reasons: new Map([[-1, reason ?? openQuote]]) };
}

const delimiters = [',', '\t', ';', '|', '，'];

function delimiterOf(first: readonly RecordText[], columns: readonly string[]): string {
  const known = new Set(columns);
  const scored = delimiters.map((one) => {
    const named = first.map(({ text }) => text.split(one).filter((cell) => known.has(columnName(cell))).length);
    return { one, named: Math.max(0, ...named), parts: first[0]?.text.split(one).length ?? 0 };
  });
  return scored.reduce((best, next) =>
    next.named > best.named || (next.named === best.named && best.named === 0 && next.parts > best.parts) ? next : best,
  ).one;
}

function cellsOf(text: string, delimiter: string): string[] | null {
  // Most rows have no quotation mark at all, and need no parser.
  if (!text.includes('"')) return text.split(delimiter);
  try {
    const [cells] = parse(text, { delimiter, relax_quotes: true, relax_column_count: true }) as string[][];
    return cells ?? null;
  } catch {
    return null;
  }
}
