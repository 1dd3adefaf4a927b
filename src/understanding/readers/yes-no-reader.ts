import { bareSentence } from '../normalise.ts';

const YES =
  /^(?:嗯+|符合|满足|恩+|是+|对+|好+|行+|可以|能|会|有|要|需要|同意|没错|没问题|是滴|是的|对的|对头|对滴|好的|好嘞|行的|可以的|能的|会的|有的|要的|没毛病|正确|确认|确定|确实|当然|肯定|必须的?|ok|okay|yes|y|1|√|👌|👍|✅|嗯呐|中|来事|成|妥|就这样|就这么办|提交|提交吧|是这样|没意见|都对|全对|都没错|无误|没有问题|核对无误|准确|同意提交|享受过|用过|已读|已阅|知道了|晓得了|收到|都同意|都好|都可以|要陪|能自理)+了?$/i;
const NO =
  /^(?:不|否|没|无|不是|不对|不行|不要|不用|不可以|不能|不会|没有|不需要|不必|不了|别|错了|不同意|no|n|×|❌|不正确|有误|有问题|不是的|不对的|不要的|没的|没有的|不能的|勿是|弗是|勿要|不用了|没有过|没用过|没享受过|不确定|还没|还没有|不是这样|哪里不对|不太对|都不是|都不对|都不要|否定)了?$/i;

/** Yes, no, or neither: for a message (or a part of one) that is nothing else. Repeats (对对对) and endings (好的呀) are seen through. */
export function readYesNo(text: string): boolean | null {
  const bare = bareSentence(text).replace(/[\s,，。!！、]+/g, '');
  if (bare === '') return /[👌👍✅🆗]/u.test(text) ? true : null;
  if (/^\d{2,}$/.test(bare) || /[?？]/.test(text)) return null;
  if (NO.test(bare)) return false;
  const plain = bare.replace(/^(?:这些|以上|全部|统统|我|都|全|也|那就|就)+(?=.)/, '');
  return YES.test(bare) || YES.test(plain) ? true : null;
}
