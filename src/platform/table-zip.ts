import { openAsBlob } from 'node:fs';
import { BlobReader, configure, type FileEntry, ZipReader } from '@zip.js/zip.js';
import { AppError } from './errors.ts';
import type { TableBytes } from './table-text.ts';

// One process, one import at a time: a thread of its own for inflating would cost more than it saves.
configure({ useWebWorkers: false });

/** What a zip may come to once unpacked. Excel's own files stay far below; bombs go far beyond. */
export interface ZipLimits {
  /** Bytes of one part. */
  partBytes: number;
  /** Unpacked bytes for one packed; looked at once a part is larger than `ratioFrom`. */
  ratio: number;
  ratioFrom: number;
  entries: number;
}

export const zipLimits: ZipLimits = { partBytes: 8 * 1024 ** 3, ratio: 300, ratioFrom: 16 * 1024 ** 2, entries: 20_000 };

/** The parts of an unpacked workbook; nothing is unpacked before it is asked for. */
export interface ZipParts {
  has(name: string): boolean;
  /** Unpacked size as the file states it, for progress only. */
  bytesOf(name: string): number;
  /** Bytes of a part, unpacked piece by piece. Throws AppError `table-unreadable` beyond the limits. */
  chunks(name: string): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

export function unreadable(sentence: string, cause?: unknown): AppError {
  return new AppError('invalid-input', 'table-unreadable', `${sentence}没有导入任何内容。`, cause === undefined ? {} : { cause });
}

export const brokenWorkbook = '这个 .xlsx 文件打不开，请在 Excel 或 WPS 里另存一份再导入。';
const bomb = '这个 .xlsx 文件解压后异常庞大，可能有害，未读取。请核实来源，或另存为 CSV 再导入。';
const locked = '这个文件设有密码，请去掉密码另存后再导入。';

export async function openZip(source: TableBytes, limits: ZipLimits = zipLimits): Promise<ZipParts> {
  const blob = 'path' in source ? await openAsBlob(source.path) : new Blob([source.bytes as Uint8Array<ArrayBuffer>]);
  const reader = new ZipReader(new BlobReader(blob));
  const parts = new Map<string, FileEntry>();
  try {
    let count = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      if (++count > limits.entries) throw unreadable(bomb);
      if (!entry.directory) parts.set(entry.filename.replaceAll('\\', '/').replace(/^\//, ''), entry as FileEntry);
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : unreadable(brokenWorkbook, cause);
  }
  return {
    has: (name) => parts.has(name),
    bytesOf: (name) => parts.get(name)?.uncompressedSize ?? 0,
    chunks: (name) => unpacked(parts.get(name), limits),
    close: async () => void (await reader.close()),
  };
}

async function* unpacked(entry: FileEntry | undefined, limits: ZipLimits): AsyncGenerator<Uint8Array> {
  if (entry === undefined) throw unreadable(brokenWorkbook);
  if (entry.encrypted) throw unreadable(locked);
  if (entry.uncompressedSize > limits.partBytes) throw unreadable(bomb);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const stop = new AbortController();
  // Its failure reaches the reader through the stream; the size that the file states is not trusted.
  const done = entry.getData(writable, { signal: stop.signal }).catch(() => undefined);
  let total = 0;
  try {
    for await (const chunk of readable) {
      total += chunk.length;
      if (total > limits.partBytes || (total > limits.ratioFrom && total > entry.compressedSize * limits.ratio)) throw unreadable(bomb);
      yield chunk;
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : unreadable(brokenWorkbook, cause);
  } finally {
    stop.abort();
    await done;
  }
}
