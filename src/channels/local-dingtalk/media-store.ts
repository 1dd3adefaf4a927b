import { randomUUID } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';

export interface StoredMedia {
  id: string;
  kind: 'picture' | 'file';
  content: Buffer;
  contentType: string;
  fileName: string;
}

/** Pictures and files of the local DingTalk, in memory; the oldest go when they are too many. */
export interface MediaStore {
  /** The id looks like DingTalk's: it begins with `@`. */
  keep(media: Omit<StoredMedia, 'id'>): StoredMedia;
  get(id: string): StoredMedia | null;
  /** A code for one file, as a robot message carries it. */
  issueCode(id: string): string;
  /** Null: unknown or expired. */
  redeem(code: string): StoredMedia | null;
}

const MAX_TOTAL_BYTES = 64 * 1024 * 1024;

export function createMediaStore(clock: Clock, codeLifeMs: number): MediaStore {
  const kept = new Map<string, StoredMedia>();
  const codes = new Map<string, { id: string; goodUntil: number }>();
  let bytes = 0;
  const makeRoom = () => {
    for (const [id, media] of kept) {
      if (bytes <= MAX_TOTAL_BYTES) return;
      kept.delete(id);
      bytes -= media.content.byteLength;
    }
  };
  return {
    keep: (media) => {
      const stored = { ...media, id: `@lAD${randomUUID().replaceAll('-', '')}` };
      kept.set(stored.id, stored);
      bytes += stored.content.byteLength;
      makeRoom();
      return stored;
    },
    get: (id) => kept.get(id) ?? null,
    issueCode: (id) => {
      const code = randomUUID().replaceAll('-', '');
      codes.set(code, { id, goodUntil: clock.now().getTime() + codeLifeMs });
      return code;
    },
    redeem: (code) => {
      const found = codes.get(code);
      return found && clock.now().getTime() <= found.goodUntil ? (kept.get(found.id) ?? null) : null;
    },
  };
}

/** What the extension says; the client's claim is not trusted, because the file is served back to a browser. */
const typesByExtension: Record<string, { contentType: string; kind: StoredMedia['kind'] }> = {
  jpg: { contentType: 'image/jpeg', kind: 'picture' },
  jpeg: { contentType: 'image/jpeg', kind: 'picture' },
  png: { contentType: 'image/png', kind: 'picture' },
  gif: { contentType: 'image/gif', kind: 'picture' },
  bmp: { contentType: 'image/bmp', kind: 'picture' },
  pdf: { contentType: 'application/pdf', kind: 'file' },
  doc: { contentType: 'application/msword', kind: 'file' },
  docx: { contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', kind: 'file' },
  xls: { contentType: 'application/vnd.ms-excel', kind: 'file' },
  xlsx: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', kind: 'file' },
  ppt: { contentType: 'application/vnd.ms-powerpoint', kind: 'file' },
  pptx: { contentType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', kind: 'file' },
  zip: { contentType: 'application/zip', kind: 'file' },
  rar: { contentType: 'application/vnd.rar', kind: 'file' },
};

export const MAX_MEDIA_BYTES = 20 * 1024 * 1024;

/** Null for extensions that DingTalk's upload does not take (dingtalk.md §3.6). */
export function mediaTypeOf(fileName: string): { contentType: string; kind: StoredMedia['kind'] } | null {
  const extension = fileName.split('.').at(-1)?.toLowerCase() ?? '';
  return Object.hasOwn(typesByExtension, extension) ? (typesByExtension[extension] ?? null) : null;
}
