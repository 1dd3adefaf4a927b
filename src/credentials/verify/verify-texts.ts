import type { TokenFault } from '../signing/token.ts';

/** Why a code or a certificate is not taken. */
export type VerifyFault = TokenFault | 'replayed' | 'revoked' | 'unknown' | 'too-many';

/** One plain sentence each: what it is, and what to do. None says anything of the holder. */
export const faultSentences: Readonly<Record<VerifyFault, string>> = {
  malformed: '这不是老兵码，也不是电子证照的核验码。请扫描手机或证照上的二维码。',
  foreign: '这个码不是鄞州区退役军人事务局签发的，不能据此提供优待。',
  altered: '这个码的内容被改动过，不能采信。请让持码人当场重新打开老兵码。',
  withdrawn: '签发这个码的密钥已经停用，这个码不再有效。请让持码人重新出码或换证。',
  expired: '这个码已经过期。老兵码每分钟更新，请让持码人当场刷新后再扫。',
  replayed: '这个码已经在别处扫过，可能是截图。请让持码人当场刷新后再扫。',
  revoked: '这个码或证照已经停用，当前无效。如有疑问请联系当地退役军人服务站。',
  unknown: '没有这个码或证照，请核对后再试。',
  'too-many': '扫码太频繁，请一分钟后再试。',
};

/** Words of the verification that people read. */
export const verifyTexts = {
  valid: '有效',
  invalid: '无效',
  kinds: { code: '优待对象', certificate: '优待对象电子证照' } as const,
  identities: { veteran: '退役军人', family: '烈士、因公牺牲军人、病故军人遗属' } as const,
  reasons: {
    dead: '持有人已去世',
    moved: '持有人已转出',
    'off-books': '持有人档案不在册',
    suspended: '已暂停',
    revoked: '已作废',
    over: '已到期',
    'sheet-revoked': '这张纸质码已作废',
    replaced: '已换发新证',
  } as const,
  acts: {
    issued: '签发',
    reissued: '重新签发',
    suspend: '暂停',
    resume: '恢复',
    revoke: '作废',
    renewed: '换发',
    'renewed-by': '被新证替换',
  } as Record<string, string>,
};
