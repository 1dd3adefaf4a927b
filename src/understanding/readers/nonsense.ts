const CHINESE = /[\u3400-\u9FFF]/g;
/** 哈哈哈, 啊啊啊, 嘻嘻, 呵呵, 嗯嗯嗯啊: sounds. */
const SOUNDS = /^[哈呵嘿嘻嗯啊哦噢额呃呀唉哎嘛啦咯哇喔诶嗨哼吼嘟噗滴]+$/;

/** What was typed at random or is a mere sound: no answer to anything. A word, a number or a code is none of that. */
export function isNonsense(text: string): boolean {
  const plain = text.replace(/[\s\p{P}\p{S}]/gu, '');
  if (plain === '') return true;
  const chinese = plain.match(CHINESE) ?? [];
  if (chinese.length === 0) return isMashed(plain);
  if (chinese.length !== plain.length) return false;
  return SOUNDS.test(plain) || (plain.length >= 4 && new Set(plain).size === 1);
}

/** asdfgh, jjjj, qwe123qwe: letters that make no code. A code has digits, and capitals if it has letters. */
function isMashed(plain: string): boolean {
  if (!/[a-z]/.test(plain)) return false;
  return /^[a-z]{4,}$/.test(plain) || /(.)\1{3}/.test(plain);
}
