import { Parser } from 'saxen';
import { brokenWorkbook, unreadable } from './table-zip.ts';

export type Attributes = Record<string, string>;

/** What is heard of an XML part: names without their prefix, text with entities decoded. */
export interface XmlListener {
  open?(name: string, attributes: () => Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** A tag or a text longer than this is no cell: Excel's longest has 32,767 characters. */
const LONGEST_PIECE = 8 * 1024 * 1024;

/**
 * Reads XML piece by piece; after each piece the caller may take what was heard. A document type, which could name files or blow up
 * entities, is refused; only the five entities of XML and numbers are decoded.
 */
export async function* scanXml(chunks: AsyncIterable<Uint8Array>, listener: XmlListener): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8');
  const parser = new Parser();
  let fault: unknown = null;
  let waiting = 0;
  parser.on('error', (error: unknown) => {
    fault ??= error;
  });
  parser.on('attention', (text: string) => {
    if (/^<!DOCTYPE/i.test(text)) fault ??= new Error('document type');
  });
  parser.on('openTag', (name: string, attributes: () => Attributes) => {
    waiting = 0;
    listener.open?.(plainName(name), attributes);
  });
  parser.on('closeTag', (name: string) => {
    waiting = 0;
    listener.close?.(plainName(name));
  });
  parser.on('text', (text: string, decode: (text: string) => string) => listener.text?.(text.includes('&') ? decode(text) : text));
  parser.on('cdata', (text: string) => listener.text?.(text));
  const check = () => {
    if (fault !== null || waiting > LONGEST_PIECE) throw unreadable(brokenWorkbook, fault);
  };
  for await (const chunk of chunks) {
    waiting += chunk.length;
    parser.write(decoder.decode(chunk, { stream: true }));
    check();
    yield;
  }
  parser.write(decoder.decode());
  parser.end();
  check();
  yield;
}

/** Reads a whole small part. */
export async function readXml(chunks: AsyncIterable<Uint8Array>, listener: XmlListener): Promise<void> {
  for await (const _ of scanXml(chunks, listener));
}

/** Some programs write <x:row> for <row>. */
function plainName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
