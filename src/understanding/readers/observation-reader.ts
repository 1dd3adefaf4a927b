import { trimmed } from '../normalise.ts';

/** What a visit brought to light: wishes and things to arrange, and the rest of what was seen. */
export interface Observation {
  note?: string;
  needs: string[];
}

const WISH =
  /(?:^|就是|还|也|老人|他|她|家里|说)?(?:想要|需要|希望(?:能|给|有)?|想(?!不)|要求|盼着?|请求|缺|提出(?:要|想)?|反映(?:说)?(?:要|想)?|要(?!是|不|紧))(?:有)?(?:能|可以|帮(?:他|她|忙)?|给(?:他|她|家里)?)?/;
const MEASURE =
  /^(?:要|有|一)?(?:个|副|台|张|辆|把|条|床|点|些|根|套|只|双|本|下|一个|一副|一台|一张|一辆|一把|一条|一床|一点|一些|一根|一套|一只|一双|一下)?/;
const NO_WISH = /不想|不需要|没有?(?:什么)?(?:需要|要求|需求|困难|想法)|没啥|想得开|想念|不用|想起|思想|理想|想不到|重要|主要|需要的都/;
const JOINED = /和|跟|、|以及|还有|还要|还想/;
const TO_ARRANGE = /(?:帮|给)(?:他|她)(?:申请|联系|办|买|修|装|换|报|找)|要(?:修|换|装|补办|申请)|(?:坏了|漏水|漏雨|堵了).{0,4}(?:修|换)/;

function wishesIn(clause: string): string[] {
  if (NO_WISH.test(clause)) return [];
  const match = WISH.exec(clause);
  const wanted = (match ? clause.slice(match.index + match[0].length) : '')
    .split(JOINED)
    .map((part) => trimmed(part.replace(MEASURE, '').replace(/(?:的|吧|啊|呢|了)$/, '')))
    .filter((part) => part.length >= 2);
  if (wanted.length > 0) return wanted;
  return TO_ARRANGE.test(clause) ? [trimmed(clause)] : [];
}

/** Splits what was said about a visited person (without the sentence that names the visit) into notes and needs. */
export function readObservation(text: string): Observation {
  const clauses = text
    .split(/[,，。;；!！\n\s]+/)
    .map((clause) => trimmed(clause))
    .filter((clause) => clause.length > 1);
  const needs: string[] = [];
  const notes: string[] = [];
  for (const clause of clauses) {
    const wishes = wishesIn(clause);
    if (wishes.length > 0) needs.push(...wishes);
    else notes.push(clause);
  }
  return notes.length > 0 ? { note: notes.join('，'), needs } : { needs };
}
