import { pinyin } from 'pinyin-pro';
import { splitName } from './surname.ts';

/** How a name sounds, for the archive's index columns: 张建国 → zhangjianguo, zjg. */
export interface NameReading {
  pinyin: string;
  initials: string;
}

/** Surnames are read as surnames: 单 shan, 曾 zeng, 仇 qiu, 解 xie, 区 ou, 查 zha. What is no Chinese character is kept, in lower case. */
export function readName(name: string): NameReading {
  const syllables = syllablesOf(name).flatMap((syllable) => syllable.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') || []);
  return { pinyin: syllables.join(''), initials: syllables.map((syllable) => Array.from(syllable)[0] ?? '').join('') };
}

function syllablesOf(name: string): string[] {
  const options = { toneType: 'none', type: 'array', v: true } as const;
  const { surname, given } = splitName(name);
  return [
    ...(surname === '' ? [] : pinyin(surname, { ...options, surname: 'all' })),
    ...(given === '' ? [] : pinyin(given, { ...options, surname: 'off' })),
  ];
}
