import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { defused } from './fault-file.ts';

/** What marks a list that leaves the house. */
export interface ListMark {
  title: string;
  /** Who, when, which number; stands in a row of its own, in header and footer and in the document's properties. */
  text: string;
  author: string;
  madeAt: Date;
}

/** Writes rows one by one; `row` waits where the other side is slower. Cells that look like formulas are defused. */
export interface TableWriter {
  row(cells: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const FLUSH = 64 * 1024;

/** A CSV that Excel opens (UTF-8 with BOM): the mark in the first row, then the header. Ends `sink` when closed. */
export async function createCsvWriter(sink: Writable, columns: readonly string[], mark: ListMark): Promise<TableWriter> {
  let text = `\uFEFF${stringify([[mark.text], columns])}`;
  const flush = async () => {
    const part = text;
    text = '';
    if (part !== '' && !sink.write(part)) await once(sink, 'drain');
  };
  return {
    row: async (cells) => {
      text += stringify([cells.map(defused)]);
      if (text.length >= FLUSH) await flush();
    },
    close: async () => {
      await flush();
      await ended(sink);
    },
  };
}

/** Resolves when everything has been taken; rejects when the sink failed. */
export async function ended(sink: Writable): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    sink.once('error', reject);
    sink.end(() => resolve());
  });
}
