import { describe, expect, it } from 'vitest';
import { createSealer, type Sealer } from '../../src/platform/seal.ts';

const place = { table: 'person', column: 'name_sealed', row: 'p1' };
const indexKey = Buffer.alloc(32, 9);
const key = (id: string, byte: number) => ({ id, key: Buffer.alloc(32, byte) });
const one = key('k1', 7);

const broken = (open: () => string) => expect(open).toThrow(expect.objectContaining({ code: 'seal-broken' }));

describe.each([
  ['aes', 'a1', 12],
  ['sm', 's1', 16],
] as const)('a field sealed with %s', (suite, mark, nonceBytes) => {
  const sealer = createSealer([one], indexKey, suite);
  const open = (sealed: string, by: Sealer = sealer) => by.open(sealed, place);

  it.each(['', '何德明', '330203195001011234', '👨‍👩‍👧 𠮷', 'x'.repeat(100_000)])('opens to what it was', (value) => {
    expect(open(sealer.seal(value, place))).toBe(value);
  });

  it('shows neither its text nor that two are equal', () => {
    const [first, second] = [sealer.seal('何德明', place), sealer.seal('何德明', place)];
    expect(first).toMatch(new RegExp(`^${mark}\\.k1\\.[A-Za-z0-9+/]+=*$`));
    expect(first).not.toBe(second);
  });

  it('uses each nonce once, also across the pool they are drawn from', () => {
    const nonces = Array.from({ length: 10_000 }, () => Buffer.from(sealer.seal('', place).split('.')[2] ?? '', 'base64').toString('hex'));
    expect(new Set(nonces.map((text) => text.slice(0, nonceBytes * 2))).size).toBe(nonces.length);
  });

  it.each([
    { ...place, table: 'staff' },
    { ...place, column: 'phone_sealed' },
    { ...place, row: 'p2' },
    { table: 'person', column: 'name_sealed\u0000p', row: '1' },
  ])('does not open at another place', (elsewhere) => {
    const sealed = sealer.seal('何德明', place);
    broken(() => sealer.open(sealed, elsewhere));
  });

  it('does not open with another key, under its own name or another', () => {
    const sealed = sealer.seal('何德明', place);
    broken(() => open(sealed, createSealer([key('k1', 8)], indexKey, suite)));
    broken(() => open(sealed, createSealer([key('k2', 7)], indexKey, suite)));
  });

  it('does not open when any bit of any byte was changed', () => {
    const sealed = sealer.seal('何', place);
    const bytes = Buffer.from(sealed.split('.')[2] ?? '', 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      for (const bit of [0x01, 0x80]) {
        const torn = Buffer.from(bytes);
        torn[at] = (torn[at] ?? 0) ^ bit;
        broken(() => open(`${mark}.k1.${torn.toString('base64')}`));
      }
    }
  });

  it('does not open when it was cut, at any length, or lengthened', () => {
    const sealed = sealer.seal('何德明', place);
    const bytes = Buffer.from(sealed.split('.')[2] ?? '', 'base64');
    for (let length = 0; length < bytes.length; length += 1)
      broken(() => open(`${mark}.k1.${bytes.subarray(0, length).toString('base64')}`));
    broken(() => open(`${mark}.k1.${Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64')}`));
  });

  it.each(['', 'plain', `${mark}.k1`, `${mark}.k1.`, `${mark}..AAAA`, 'x9.k1.AAAA', `${mark}.k1.!!!!`])('does not open %j', (text) => {
    broken(() => open(text));
  });

  it('does not open when characters were strewn into its text', () => {
    const sealed = sealer.seal('何德明', place);
    for (const text of [`${sealed} `, `${sealed}.`, sealed.replace('.k1.', '.k1.-'), `${sealed}\n`]) broken(() => open(text));
  });

  it('opens after a newer key was put first, and after the suite was changed', () => {
    const sealed = sealer.seal('何德明', place);
    const other = suite === 'aes' ? 'sm' : 'aes';
    const renewed = createSealer([key('k2', 3), one], indexKey, other);
    expect(open(sealed, renewed)).toBe('何德明');
    expect(renewed.seal('何德明', place)).toMatch(/^[as]1\.k2\./);
  });

  it('is not told as one of the other suite', () => {
    const sealed = sealer.seal('何德明', place);
    broken(() => open(sealed.replace(mark, suite === 'aes' ? 's1' : 'a1')));
  });

  it('keeps value and key out of the fault', () => {
    const sealed = sealer.seal('何德明', place);
    let fault: unknown;
    try {
      sealer.open(sealed, { ...place, row: 'p2' });
    } catch (error) {
      fault = error;
    }
    expect(`${fault} ${(fault as { sentence: string }).sentence}`).not.toMatch(/何德明|p2/);
  });
});

describe.each(['aes', 'sm'] as const)('a blind index (%s)', (suite) => {
  const { index } = createSealer([one], indexKey, suite);

  it('is equal for equal values of one kind only', () => {
    expect(index('idcard', '330203195001011234')).toBe(index('idcard', '330203195001011234'));
    const texts = [index('idcard', '1234'), index('idcard-tail', '1234'), index('phone', '1234'), index('idcard', '1235')];
    expect(new Set(texts).size).toBe(4);
  });

  it('outlives the keys of the fields, and depends on its own', () => {
    expect(createSealer([key('k2', 1)], indexKey, suite).index('phone', '1')).toBe(index('phone', '1'));
    expect(createSealer([one], Buffer.alloc(32, 8), suite).index('phone', '1')).not.toBe(index('phone', '1'));
  });

  it('has one length and only safe characters', () => {
    for (const value of ['', '1', '何德明'.repeat(100)]) expect(index('phone', value)).toMatch(/^[A-Za-z0-9_-]{32}$/);
  });
});

it('without any key nothing is sealed', () => {
  expect(() => createSealer([], indexKey, 'aes')).toThrow(expect.objectContaining({ code: 'no-field-key' }));
});
