import { go, type Page, raw } from '../page.ts';
import { findDraft } from './find-draft.ts';

const types: Readonly<Record<string, string>> = { jpg: 'image/jpeg', png: 'image/png', pdf: 'application/pdf' };

/** A file that this person attached to their own draft. */
export const draftFilePage: Page = {
  path: '/drafts/:id/files/:field/:file',
  audience: 'staff',
  get: async (visit) => {
    const { c, deps } = visit;
    const found = await findDraft(visit, c.req.param('id') ?? '');
    const file = c.req.param('file') ?? '';
    const files = found?.draft.slots[c.req.param('field') ?? ''];
    const content = Array.isArray(files) && files.includes(file) ? await deps.vault.open(file) : null;
    if (!content) return go('/drafts');
    const type = types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return raw(c.body(new Uint8Array(content), 200, { 'content-type': type, 'content-disposition': 'inline' }));
  },
};
