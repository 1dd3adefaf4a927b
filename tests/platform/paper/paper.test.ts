import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createPaper } from '../../../src/platform/paper/paper.ts';
import { unpackWoff } from '../../../src/platform/paper/unpack-woff.ts';

const require = createRequire(import.meta.url);
const woff = readFileSync(require.resolve('@fontsource/noto-sans-sc/files/noto-sans-sc-latin-400-normal.woff'));

describe('a packed font', () => {
  it('comes out with every table whole and in its place', () => {
    const font = unpackWoff(woff);
    const count = font.readUInt16BE(4);
    expect(count).toBe(woff.readUInt16BE(12));
    const tags = Array.from({ length: count }, (_, index) => font.toString('latin1', 12 + index * 16, 16 + index * 16));
    expect(tags).toEqual([...tags].sort());
    expect(tags).toContain('cmap');
    for (let index = 0; index < count; index += 1) {
      const [offset, length] = [font.readUInt32BE(12 + index * 16 + 8), font.readUInt32BE(12 + index * 16 + 12)];
      expect(offset % 4).toBe(0);
      expect(offset + length).toBeLessThanOrEqual(font.length);
      expect(length).toBe(woff.readUInt32BE(44 + index * 20 + 12));
    }
  });

  it('of another kind is refused', () => {
    expect(() => unpackWoff(Buffer.from('wOF2 and so on'))).toThrow('not a WOFF');
  });
});

describe('a paper', () => {
  const frame = { title: '个人档案副本', watermark: '王敏 仅供本人', footer: '编号 1', madeAt: new Date('2026-11-25T02:00:00Z') };

  it('grows over pages, each with its number, and holds the shapes of its characters', async () => {
    const paper = await createPaper(frame);
    paper.heading('待遇');
    for (let n = 0; n < 80; n += 1) paper.row(`第${n}项`, '定期抚恤金 1234.50元，'.repeat(n % 7 === 0 ? 8 : 1));
    const pdf = (await paper.finish()).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2);
    // An embedded font of a few bytes would draw nothing.
    const fonts = [...pdf.matchAll(/\/Length (\d+)[^>]*>>\s*stream\r?\n/g)].map(([, length]) => Number(length));
    expect(Math.max(...fonts)).toBeGreaterThan(3000);
    const streams = [...pdf.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, body = '']) => {
      try {
        return [inflateSync(Buffer.from(body, 'latin1'))];
      } catch {
        return [];
      }
    });
    const outlines = streams.filter(
      (one) => ['OTTO', '\u0000\u0001\u0000\u0000', 'true'].includes(one.toString('latin1', 0, 4)) || one[0] === 1,
    );
    expect(Math.max(0, ...outlines.map((one) => one.length))).toBeGreaterThan(5000);
  });
});
