/** What a person says beside the matter; it is no answer to anything, though it may be read as one. */
export type Aside = 'wait' | 'refuse' | 'unknown' | 'undo' | 'back' | 'person';

/** Whole sentences without punctuation and final particles. The first that fits wins. */
const asides: readonly (readonly [Aside, RegExp])[] = [
  [
    'undo',
    /^(?:把?刚才(?:那个|那步|那一步|的)?|帮我|把?上一步)?(?:撤销|反悔|取消取消|找回来?|恢复)(?:刚才|上一步|一下|掉|回来)?(?:的|那个|那步)?$|^(?:我)?(?:后悔|反悔|(?:点|按|说|发)错)(?:撤销|恢复|找回)?$/,
  ],
  ['back', /^(?:往回|再|先|帮我)?(?:退|倒|回)(?:回|回去|去|到)?(?:上)?(?:一步|一个|前一步|上一步)$/],
  [
    'person',
    /^(?:我|能不能|可以|让我)*(?:要|想)?(?:找|问|换)(?:一?个)?(?:真?人|同事|管事的|懂的人)(?:来)?(?:问|帮|说|办)?(?:问|一?下|我|看|忙)*$/,
  ],
  [
    'wait',
    /^(?:你|先|麻烦|请|好|那|嗯|哦)*(?:(?:等等?|稍等|稍候|慢着?|别急)(?:我)?(?:一?下|一会儿?|会儿?|片刻|几分钟|半天)?|等会儿?|待会儿?|一会儿?|等我|容我|让我)?(?:再)?(?:我|让我|容我|得|要|先|再|去)*(?:(?:问|查|找|翻|看)(?:问|查|找|翻|看)?|核实|核对|确认|打听|打个?电话|联系|接个?(?:电话|人)|有个?(?:事情?|电话)|说|弄|来|填|报)?(?:一?下子?|一问|一声|一遍)?(?:他|她|他们|家属|家里|家里人|本人|对方|老人|资料|材料|证件|存折|看|着|在|先|呢|再说|再告诉你|再来|再回你|再填|回你|告诉你)*$/,
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

/** At least one of these is in what only asks for time; a bare 看, 说, 填 does not. */
const TIME = /等|候|慢|急|会儿|容我|让我|问|查|找|翻|看看|看一?下|核|打|联系|接|有个?(?:事|电话)/;

/** 等一下, 不想说, 不知道, 撤销刚才的; null for everything else. */
export function asideIn(text: string): Aside | null {
  if (text.length > 30) return null;
  const bare = bareWords(text);
  const aside = asides.find(([, pattern]) => pattern.test(bare))?.[0] ?? null;
  return aside === 'wait' && (bare === '' || !TIME.test(bare)) ? null : aside;
}
