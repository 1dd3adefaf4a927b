/** What a person says beside the matter; no command of the grammar covers it, and it is no answer either. */
export type Aside = 'wait' | 'refuse' | 'unknown' | 'undo';

/** Whole sentences without punctuation and final particles. The first that fits wins. */
const asides: readonly (readonly [Aside, RegExp])[] = [
  [
    'undo',
    /^(?:把?刚才(?:那个|那步|那一步|的)?|帮我|把?上一步)?(?:撤销|反悔|取消取消|找回来?|恢复)(?:刚才|上一步|一下|掉|回来)?(?:的|那个|那步)?$|^(?:我)?(?:后悔|反悔|(?:点|按|说|发)错)(?:撤销|恢复|找回)?$/,
  ],
  [
    'wait',
    /^(?:你|先|麻烦|请)*(?:(?:等等?|稍等|稍候|慢着?|别急)(?:我)?(?:一?下|一会儿?|会儿?|片刻|几分钟|半天)?|等会儿?|待会儿?(?:再)?(?:说|弄|来|填|报)?|一会儿?再(?:说|弄|来|填)|等我.{0,12}|容我.{0,8})$|^(?:我|先|让我|容我|得|要|再|去)*(?:去)?(?:问|查|找|翻|核实|确认|打听|打个?电话)(?:问|查|找|翻|看)?(?:一?下|一问|一声)?(?:他|她|他们|家属|家里|家里人|本人|对方|老人|资料|材料|证件|看|着|在|再说|再告诉你|再来|再回你|再填)*$|^(?:我)?(?:正在|在)(?:问|查|找)(?:呢|着)?$|^(?:我)?(?:先)?(?:接|有)个?(?:电话|事情?)(?:先)?$/,
  ],
  [
    'refuse',
    /^(?:我|他|她|人家|本人|家属|老人家?|这个|这项|这|就|也|都|是)*(?:不想|不愿意?|不肯|拒绝|不能|不便|不方便)(?:再)?(?:说|讲|告诉你?|透露|提供|填|给|回答|公开|给你)(?:这个|的|出来)*$|^(?:这个?|这项|这些)?(?:是|属于)?(?:个人)?(?:隐私|保密的?|秘密)(?:不能说|不便说|不说|不告诉你)?$|^(?:我)?(?:就)?(?:不告诉你?|偏不说|凭什么告诉你|不关你的?事|无可奉告|打死不说|不给)$/,
  ],
  [
    'unknown',
    /^(?:我|他|她|本人|家属|老人|这个|这项|也|都|真|还|暂时|现在|一下子|一时)*(?:不知道|不清楚|不晓得|晓不得|不了解|记不(?:得|清楚?|起来?|住)|想不起来|忘(?:记|掉)?|没问(?:过)?|没记(?:住)?|说不(?:清楚?|准|上来)|不确定|吃不准|不太清楚|不大清楚|搞不清楚?|没带(?:在身上|身边)?|手头没有|手边没有)(?:他|她|这个|是多少|多少)*$/,
  ],
];

const FINAL = /[了啊呀呢哦喔噢吧嘛哈哎的啦咯]+$/u;

/** The sentence without blanks, punctuation and what it ends on. */
export function bareWords(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s,，。.!！?？、~～…·:：;；"“”]+/gu, '')
    .replace(FINAL, '');
}

/** 等一下, 不想说, 不知道, 撤销刚才的; null for everything else. */
export function asideIn(text: string): Aside | null {
  if (text.length > 30) return null;
  const bare = bareWords(text);
  return asides.find(([, pattern]) => pattern.test(bare))?.[0] ?? null;
}
