import { open } from 'node:fs/promises';
import { headOf, type TableBytes } from './table-text.ts';
import { unreadable } from './table-zip.ts';

/** Told by the content, whatever the file calls itself. Throws AppError `table-unreadable` for what is no list, with what to do. */
export async function kindOf(source: TableBytes): Promise<'workbook' | 'text'> {
  const head = await headOf(source, 4096);
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return 'workbook';
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) throw unreadable((await isLocked(source, head)) ? passworded : oldWorkbook);
  const strange = containers.find(([starts]) => startsWith(head, starts));
  if (strange !== undefined) throw unreadable(`这个文件的内容是${strange[1]}，不是表格。请另存为 .xlsx 或 CSV 再导入。`);
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  const markup = markups.find(([pattern]) => pattern.test(text));
  if (markup !== undefined) throw unreadable(markup[1]);
  if (isBinary(head)) throw unreadable('这个文件不是文字表格，请另存为 .xlsx 或 CSV 再导入。');
  return 'text';
}

const oldWorkbook = '这是旧版 .xls 文件，请另存为 .xlsx 或 CSV 再导入。';
const passworded = '这个文件设有打开密码，请在表格软件里去掉密码另存后再导入。';
const web = '这个文件的内容是网页，只是名字像表格。请用表格软件打开，另存为 .xlsx 再导入。';

const containers: [starts: number[], name: string][] = [
  [[0x25, 0x50, 0x44, 0x46], ' PDF'],
  [[0x1f, 0x8b], '压缩包'],
  [[0x52, 0x61, 0x72, 0x21], '压缩包'],
  [[0x37, 0x7a, 0xbc, 0xaf], '压缩包'],
  [[0x50, 0x4b, 0x05, 0x06], '空压缩包'],
  [[0xff, 0xd8, 0xff], '图片'],
  [[0x89, 0x50, 0x4e, 0x47], '图片'],
];

const markups: [pattern: RegExp, sentence: string][] = [
  [/^<\?xml[\s\S]*<(\w+:)?workbook/, '这是 XML 表格（2003 格式），请另存为 .xlsx 再导入。'],
  [/^(<!doctype html|<html|<table|<meta|<head|<\?xml[\s\S]*<html|mime-version:)/, web],
  [/^<\?xml/, '这个文件的内容是 XML，不是表格。请另存为 .xlsx 或 CSV 再导入。'],
];

function startsWith(head: Buffer, starts: readonly number[]): boolean {
  return starts.every((byte, index) => head[index] === byte);
}

/** Zero bytes on both sides of the pairs: neither text of one byte nor of two. A few of them spoil their cells, not the list. */
function isBinary(head: Buffer): boolean {
  const zeros = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  return even + odd > head.length / 20 && even * 10 >= odd && odd * 10 >= even;
}

/** A workbook with a password is a container of the old kind that holds a stream of this name (MS-OFFCRYPTO 2.3.4.1). */
async function isLocked(source: TableBytes, head: Buffer): Promise<boolean> {
  if (head.length < 512) return false;
  const sectorBytes = 2 ** Math.min(head.readUInt16LE(30), 16);
  const from = (head.readUInt32LE(48) + 1) * sectorBytes;
  const directory = await bytesAt(source, from, 4096);
  return directory.includes(Buffer.from('EncryptedPackage', 'utf16le'));
}

async function bytesAt(source: TableBytes, from: number, length: number): Promise<Buffer> {
  if ('bytes' in source) return Buffer.from(source.bytes.subarray(from, from + length));
  const file = await open(source.path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
