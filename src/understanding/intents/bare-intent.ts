import { bareSentences } from '../lexicon/bare-sentences.ts';
import { bareSentence } from '../normalise.ts';
import { readYesNo } from '../readers/yes-no-reader.ts';
import type { BareCommandType } from './bare-type.ts';
import { type IntentReader, reading } from './intent.ts';

/** The bare command that a whole sentence is, or null. */
export function bareCommandOf(text: string): BareCommandType | null {
  if (text.length > 40) return null;
  const bare = bareSentence(text).replace(/[,，、\s]+/g, '');
  const spoken = bare.replace(/[了吗么]$/, '');
  return bareSentences.find(([, pattern]) => pattern.test(bare) || pattern.test(spoken))?.[0] ?? null;
}

/** 上一步, 找人工, 谢谢, 你会什么 … and yes or no, where no question is open that they could answer. */
export const readBare: IntentReader = (said, scene) => {
  const type = bareCommandOf(said.text);
  // 恢复, said before an open case, is an act on it.
  if (type === 'resume' && scene.context !== null && 'case' in scene.context && /恢复|解挂/.test(said.text)) return null;
  if (type) return reading(0.97, { type });
  const answer = readYesNo(said.text);
  if (answer === null) return null;
  return reading(0.9, { type: answer ? 'confirm' : 'deny' });
};
