import type { Context } from 'hono';
import { PostedForm } from './posted-form.ts';

/** The form of a request, or null when it is longer than `mostBytes` (whatever its header says) or no form. */
export async function readForm(c: Context, mostBytes: number): Promise<PostedForm | null> {
  const body = await readAtMost(c.req.raw.body, mostBytes);
  if (!body) return null;
  const type = c.req.header('content-type') ?? '';
  try {
    const data = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    return new PostedForm([...data.entries()] as [string, string | File][]);
  } catch {
    return body.length === 0 ? new PostedForm([]) : null;
  }
}

async function readAtMost(stream: ReadableStream<Uint8Array> | null, mostBytes: number): Promise<Buffer | null> {
  if (!stream) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream as unknown as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
