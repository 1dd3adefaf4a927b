const MEGABYTE = 1024 * 1024;
/** Megabytes by kind. */
export const limits = { picture: 10, pdf: 20 } as const;
/** Longest edge that is kept of a picture, in pixels: enough to read a certificate. */
const LONGEST_EDGE = 2400;
/** More pixels than any camera's picture: a small file that unfolds to gigabytes. */
const MOST_PIXELS = 60_000_000;

export type Cleaned =
  | { ok: true; content: Buffer; extension: 'jpg' | 'png' | 'pdf' }
  | { ok: false; why: 'type' | 'too-large' | 'broken'; megabytes: number };

/**
 * A file as it may be kept: told by its content; pictures are drawn anew, so that nothing hidden in them (places, other formats, scripts)
 * comes along; PDF as it is. Pure but for the time it takes.
 */
export async function cleanFile(content: Buffer): Promise<Cleaned> {
  if (startsWith(content, [0x25, 0x50, 0x44, 0x46])) return pdf(content);
  const isPng = startsWith(content, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  if (!isPng && !startsWith(content, [0xff, 0xd8, 0xff])) return { ok: false, why: 'type', megabytes: 0 };
  if (content.length > limits.picture * MEGABYTE) return { ok: false, why: 'too-large', megabytes: limits.picture };
  const size = isPng ? pngSize(content) : jpegSize(content);
  if (!size || size.width * size.height > MOST_PIXELS) return { ok: false, why: 'broken', megabytes: 0 };
  return redraw(content, isPng);
}

function pdf(content: Buffer): Cleaned {
  if (content.length > limits.pdf * MEGABYTE) return { ok: false, why: 'too-large', megabytes: limits.pdf };
  const tail = content.subarray(-2048).toString('latin1');
  return tail.includes('%%EOF') ? { ok: true, content, extension: 'pdf' } : { ok: false, why: 'broken', megabytes: 0 };
}

async function redraw(content: Buffer, isPng: boolean): Promise<Cleaned> {
  // Loaded with the first picture: it takes half a second that no start should wait for.
  const { Jimp, JimpMime } = await import('jimp');
  try {
    const image = await Jimp.read(content);
    const edge = Math.max(image.width, image.height);
    if (edge > LONGEST_EDGE) image.scale(LONGEST_EDGE / edge);
    const drawn = isPng ? await image.getBuffer(JimpMime.png) : await image.getBuffer(JimpMime.jpeg, { quality: 88 });
    return { ok: true, content: drawn, extension: isPng ? 'png' : 'jpg' };
  } catch {
    return { ok: false, why: 'broken', megabytes: 0 };
  }
}

function startsWith(content: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => content[index] === byte);
}

function pngSize(content: Buffer): { width: number; height: number } | null {
  return content.length < 24 ? null : { width: content.readUInt32BE(16), height: content.readUInt32BE(20) };
}

/** The size that a JPEG's frame header states, found by walking its segments. */
function jpegSize(content: Buffer): { width: number; height: number } | null {
  for (let at = 2; at + 9 < content.length; ) {
    if (content[at] !== 0xff) return null;
    const marker = content[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: content.readUInt16BE(at + 5), width: content.readUInt16BE(at + 7) };
    at += 2 + content.readUInt16BE(at + 2);
  }
  return null;
}
