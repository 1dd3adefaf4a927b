import { describe, expect, it } from 'vitest';
import type { MessageKind } from '../../src/delivery/outgoing-message.ts';
import { mayResume, type Reaction, reactTo, waitFor } from '../../src/delivery/reaction.ts';
import { busy, refused, unknown } from '../setup/fake-channel.ts';

const first = (kind: MessageKind) => ({ kind, attempts: 1 });
const brief = (reaction: Reaction) => (reaction.do === 'retry' ? `again after ${reaction.afterMs}` : reaction.state);

describe('after an attempt to send', () => {
  it('what was accepted is done and keeps its receipt', () => {
    expect(reactTo({ state: 'accepted', receipt: 'r1' }, first('reply'), false)).toEqual({
      do: 'settle',
      state: 'accepted',
      receipt: 'r1',
    });
  });

  it('what was refused has failed, with the code and the sentence', () => {
    const reaction = reactTo(refused(), first('notice'), true);
    expect(reaction).toMatchObject({ do: 'settle', state: 'failed', failure: 'invalidStaffId 接收人不在本单位的钉钉里。' });
  });

  it('a busy platform is asked again after twice the wait each time, at most five minutes, and not for ever', () => {
    const nth = (attempts: number) => brief(reactTo(busy(1000), { kind: 'reply', attempts }, false));
    expect([1, 2, 3, 4].map(nth)).toEqual(['again after 1000', 'again after 2000', 'again after 4000', 'again after 8000']);
    expect(nth(50)).toBe('again after 300000');
    expect(nth(199)).toBe('again after 300000');
    expect(nth(200)).toBe('failed');
  });

  it.each([
    ['reply', false, 1, 'unknown'],
    ['reply', true, 1, 'again after 2000'],
    ['notice', false, 1, 'again after 2000'],
    ['notice', false, 2, 'again after 4000'],
    ['notice', false, 3, 'unknown'],
    ['digest', false, 2, 'again after 4000'],
    ['digest', false, 3, 'unknown'],
    ['digest', true, 3, 'again after 8000'],
    ['digest', true, 200, 'unknown'],
  ] as const)('a lost answer to a %s (sends once: %s) at attempt %i: %s', (kind, sendsOnce, attempts, expected) => {
    expect(brief(reactTo(unknown(), { kind, attempts }, sendsOnce))).toBe(expected);
  });

  it('what a dead process left is sent again where that is harmless, or somebody waits for it', () => {
    const kinds = ['reply', 'notice', 'digest'] as const;
    expect(kinds.filter((kind) => mayResume({ kind }, false))).toEqual(['notice']);
    expect(kinds.filter((kind) => mayResume({ kind }, true))).toEqual(['reply', 'notice', 'digest']);
  });

  it('waits are never less than the first and never more than the longest', () => {
    expect([0, 1, 2, 9, 1000].map((attempts) => waitFor(attempts, 2000))).toEqual([2000, 2000, 4000, 300_000, 300_000]);
  });
});
