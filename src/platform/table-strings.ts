import { readXml } from './table-xml.ts';
import { unreadable } from './table-zip.ts';

/** Strings that the cells of a workbook refer to by number. */
export interface SharedStrings {
  at(index: number): string | null;
}

const BLOCK = 4 * 1024 * 1024;
/** Strings are kept packed outside the heap; a list of a million people has about 150 MB of them. */
const MOST_BYTES = 600 * 1024 * 1024;

/** Packs strings as UTF-8 into large blocks: a tenth of what as many JavaScript strings would take. */
export function packedStrings(mostBytes = MOST_BYTES): SharedStrings & { add(text: string): void } {
  const blocks: Buffer[] = [];
  let ends = new Float64Array(1024);
  let starts = new Float64Array(1024);
  let count = 0;
  let used = BLOCK;
  const grown = (from: Float64Array) => {
    const to = new Float64Array(from.length * 2);
    to.set(from);
    return to;
  };
  return {
    add: (text) => {
      const length = Buffer.byteLength(text);
      if ((blocks.length + 1) * BLOCK > mostBytes || length > BLOCK)
        throw unreadable('这个 .xlsx 文件里的文字太多，请拆成几个文件或另存为 CSV 再导入。');
      if (used + length > BLOCK) {
        blocks.push(Buffer.allocUnsafeSlow(BLOCK));
        used = 0;
      }
      if (count === ends.length) {
        starts = grown(starts);
        ends = grown(ends);
      }
      const base = (blocks.length - 1) * BLOCK;
      blocks.at(-1)?.write(text, used);
      starts[count] = base + used;
      used += length;
      ends[count++] = base + used;
    },
    at: (index) => {
      if (!Number.isInteger(index) || index < 0 || index >= count) return null;
      const start = starts[index] ?? 0;
      const block = Math.floor(start / BLOCK);
      return blocks[block]?.toString('utf8', start - block * BLOCK, (ends[index] ?? start) - block * BLOCK) ?? null;
    },
  };
}

/** Reads xl/sharedStrings.xml: runs of one string are joined, readings above characters (rPh) left out. */
export async function readSharedStrings(chunks: AsyncIterable<Uint8Array>): Promise<SharedStrings> {
  const strings = packedStrings();
  let text: string | null = null;
  let isText = false;
  let isReading = false;
  await readXml(chunks, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') isReading = true;
      else if (name === 't') isText = !isReading;
    },
    text: (part) => {
      if (isText && text !== null) text += part;
    },
    close: (name) => {
      if (name === 't') isText = false;
      else if (name === 'rPh') isReading = false;
      else if (name === 'si') {
        strings.add(unescaped(text ?? ''));
        text = null;
      }
    },
  });
  return strings;
}

/** Spreadsheets write characters that XML cannot hold as _x000D_. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
