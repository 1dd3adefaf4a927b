import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { staffByName } from './cast.ts';
import { type Journey, readJourney } from './journey.ts';

const folder = new URL('../', import.meta.url);

/** Every conversation of tests/journeys; throws with all faults of all files, each a sentence for its writer. */
export function readJourneys(): Journey[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.yaml') && basename(name) !== 'cast.yaml')
    .sort();
  const read = files.flatMap((name) => readFile(name));
  const faults = read.flatMap((one) => (typeof one === 'string' ? [one] : []));
  const journeys = read.filter((one): one is Journey => typeof one !== 'string');
  const names = new Map<string, string>();
  for (const { name, file } of journeys) {
    const other = names.get(name);
    if (other !== undefined) faults.push(`${file}：名称“${name}”和 ${other} 里的一样，请换一个。`);
    names.set(name, file);
  }
  if (faults.length > 0) throw new Error(`对话有${faults.length}处写得不对：\n${faults.join('\n')}`);
  return journeys;
}

/** The conversations of one file; in their place the sentences that say what is wrong. */
export function readFile(name: string, text = readFileSync(new URL(name, folder), 'utf8')): (Journey | string)[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) return [`${name} 第${lines.linePos(error.pos[0]).line}行：不是写得对的 YAML（缩进、冒号后的空格、引号）。`];
  const raw: unknown = document.toJS();
  if (!Array.isArray(raw)) return [`${name}：一个文件是一串对话，每段以“- 名称:”开头。`];
  const names = new Set(staffByName.keys());
  return raw.flatMap((one, index): (Journey | string)[] => {
    const journey = readJourney(one, name, dirname(name), names, index);
    return Array.isArray(journey) ? journey : [journey];
  });
}
