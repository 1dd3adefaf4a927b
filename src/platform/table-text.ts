import { open } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';

/** Bytes of a table, from a file of any size or from memory. */
export type TableBytes = { path: string } | { bytes: Uint8Array };

const CHUNK = 256 * 1024;
/** Enough to meet the first Chinese character of any list. */
const SNIFF = 1024 * 1024;

async function* chunksOf(source: TableBytes): AsyncGenerator<Uint8Array> {
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

/** UTF-8 with or without BOM, UTF-16 with BOM (Excel's “Unicode text”), else GB18030: what is no UTF-8 was saved by a Chinese Excel. */
export function encodingOf(head: Buffer): string {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return 'utf-16';
  // A character may be cut at the end of what was read: `stream` lets it pass.
  const text = new TextDecoder('utf-8').decode(head, { stream: true });
  const odd = text.match(/\uFFFD/g)?.length ?? 0;
  const foreign = text.match(/\P{ASCII}/gu)?.length ?? 0;
  // A few bad bytes in a list of UTF-8 spoil their rows, not the list; GB18030 read as UTF-8 is odd nearly everywhere.
  return odd * 2 <= foreign ? 'utf-8' : 'gb18030';
}

/** One physical record: its text, and the line it begins at. */
interface RecordText {
  line: number;
  text: string;
  /** A quotation mark that is never closed. */
  isBroken: boolean;
}

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
    yield { line, text: texts[0] ?? '', isBroken: true };
    for (const [index, text] of texts.slice(1).entries()) yield* take(line + 1 + index, text);
  };
  const take = function* (line: number, text: string): Generator<RecordText> {
    if (pending === null) {
      if (isBalanced(text)) yield { line, text, isBroken: false };
      else pending = { line, texts: [text] };
      return;
    }
    pending.texts.push(text);
    if (!isBalanced(text)) {
      const whole: RecordText = { line: pending.line, text: pending.texts.join('\n'), isBroken: false };
      pending = null;
      yield whole;
    } else if (pending.texts.length >= LONGEST_CELL_LINES) yield* giveUp();
  };
  const end = function* (): Generator<RecordText> {
    while (pending !== null) yield* giveUp();
  };
  return { take, end };
}

async function* records(source: TableBytes, encoding: string): AsyncGenerator<RecordText> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  const reader = recordReader();
  let rest = '';
  let line = 0;
  for await (const chunk of chunksOf(source)) {
    const lines = (rest + decoder.write(Buffer.from(chunk))).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const text of lines) yield* reader.take(++line, text);
  }
  const tail = (rest + (decoder.end() ?? '')).replace(/\r$/, '');
  if (tail !== '') yield* reader.take(++line, tail);
  yield* reader.end();
}

export interface TextRow {
  line: number;
  /** Null: the record could not be read. */
  cells: string[] | null;
}

/** Rows of a delimited text file, blank lines left out. The delimiter is the header's: comma, tab or semicolon. */
export async function* textRows(source: TableBytes): AsyncGenerator<TextRow> {
  const encoding = encodingOf(await headOf(source));
  let delimiter: string | null = null;
  for await (const record of records(source, encoding)) {
    if (record.text.trim() === '') continue;
    delimiter ??= delimiterOf(record.text);
    yield { line: record.line, cells: record.isBroken ? null : cellsOf(record.text, delimiter) };
  }
}

function delimiterOf(header: string): string {
  const counts = [',', '\t', ';'].map((one) => ({ one, count: header.split(one).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).one;
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
