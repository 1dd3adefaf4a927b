import { pinyin } from 'pinyin-pro';
import { readName } from '../name-reading.ts';
import { singleSurnames } from '../surname.ts';

/** A surname whose character has another reading than the one it has as a surname. */
interface OtherReading {
  surname: string;
  /** As it stands in the archive's index: 单 → shan. */
  asSurname: string;
  /** The everyday reading, as many type it: dan. */
  other: string;
}

let known: readonly OtherReading[] | null = null;

function otherReadings(): readonly OtherReading[] {
  known ??= singleSurnames().flatMap((surname) => {
    const asSurname = readName(surname).pinyin;
    const all = pinyin(surname, { multiple: true, toneType: 'none', type: 'array', v: true });
    return [...new Set(all)].filter((other) => other !== asSurname).map((other) => ({ surname, asSurname, other }));
  });
  return known;
}

/** What letters can mean where their beginning is a surname misread: danjianguo → 单, shanjianguo. */
export function misreadPinyin(letters: string): { surname: string; pinyin: string }[] {
  return otherReadings()
    .filter(({ other }) => letters.startsWith(other))
    .map(({ surname, asSurname, other }) => ({ surname, pinyin: asSurname + letters.slice(other.length) }));
}

/** The same for initials: djg → 单, sjg. */
export function misreadInitials(letters: string): { surname: string; initials: string }[] {
  const hits = otherReadings().filter(({ asSurname, other }) => letters.startsWith(other.slice(0, 1)) && asSurname[0] !== other[0]);
  const pairs = new Map(hits.map(({ surname, asSurname }) => [surname, `${asSurname.slice(0, 1)}${letters.slice(1)}`]));
  return [...pairs].map(([surname, initials]) => ({ surname, initials }));
}
