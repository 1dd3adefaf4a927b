import { describe, expect, test } from 'vitest';
import { knownFaults } from '../../src/channels/local-dingtalk/wire-faults.ts';
import { reasonOf } from '../../src/platform/errors.ts';
import { openChannel, openLocal } from './local-setup.ts';

describe('fetching a file', () => {
  const fail = async (work: Promise<unknown>) =>
    reasonOf(
      await work.then(
        () => null,
        (error: unknown) => error,
      ),
    );

  test('that is too large, gone, or not to be had says which', async () => {
    const { local, base } = await openLocal({ downloadCodeLifeMs: 10_000 });
    const { channel } = await openChannel(base, { maxFileBytes: 10 });
    const big = local.state.media.keep({ kind: 'file', content: Buffer.alloc(11), contentType: 'application/pdf', fileName: 'a.pdf' });
    expect(await fail(channel.download(local.state.media.issueCode(big.id)))).toContain('file-too-large');
    expect(await fail(channel.download('never'))).toContain('file-refused');
    local.state.faults.next('/v1.0/robot/messageFiles/download', knownFaults.internal);
    expect(await fail(channel.download('any'))).toContain('file-unreachable');
  });

  test('whose picture code is the wrong one of the two is refused', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base);
    const picture = local.state.media.keep({ kind: 'picture', content: Buffer.from('x'), contentType: 'image/png', fileName: 'a.png' });
    expect(await fail(channel.download(`unusable-${local.state.media.issueCode(picture.id)}`))).toContain('file-refused');
  });
});
