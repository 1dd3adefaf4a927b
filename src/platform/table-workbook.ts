import { readXml } from './table-xml.ts';
import { brokenWorkbook, unreadable, type ZipParts } from './table-zip.ts';

export interface Sheet {
  name: string;
  isHidden: boolean;
  /** The part that holds its rows. */
  part: string;
}

/** What a workbook says of itself, its rows left unread. */
export interface Workbook {
  sheets: Sheet[];
  /** Days are counted from 1904 (Excel for the Macintosh of old) instead of 1900. */
  isFrom1904: boolean;
  /** For each cell style, whether it shows a number as a day. */
  dayStyles: boolean[];
  /** Part of the shared strings, when there is one. */
  strings: string | null;
}

export async function readWorkbook(zip: ZipParts): Promise<Workbook> {
  const root = (await relationsOf(zip, '')).find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
  if (!zip.has(root)) throw unreadable('这是压缩包，里面没有工作表。请先解压，再导入其中的 .xlsx 或 CSV。');
  if (!root.endsWith('.xml')) throw unreadable('这是二进制工作簿（.xlsb），请另存为 .xlsx 再导入。');
  const relations = await relationsOf(zip, root);
  const found: { name: string; state: string; relation: string }[] = [];
  let isFrom1904 = false;
  await readXml(zip.chunks(root), {
    open: (name, attributes) => {
      if (name === 'workbookPr') isFrom1904 = ['1', 'true'].includes(attributes()['date1904'] ?? '');
      if (name !== 'sheet') return;
      const given = attributes();
      const relation = Object.entries(given).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
      found.push({ name: given['name'] ?? '', state: given['state'] ?? 'visible', relation });
    },
  });
  const sheets = found.flatMap(({ name, state, relation }) => {
    const to = relations.find(({ id, type }) => id === relation && type.endsWith('/worksheet'));
    return to === undefined ? [] : [{ name, isHidden: state !== 'visible', part: to.target }];
  });
  const partOf = (kind: string) => relations.find(({ type, target }) => type.endsWith(kind) && zip.has(target))?.target ?? null;
  const styles = partOf('/styles');
  return { sheets, isFrom1904, dayStyles: styles === null ? [] : await dayStylesOf(zip, styles), strings: partOf('/sharedStrings') };
}

interface Relation {
  id: string;
  type: string;
  target: string;
}

/** What a part refers to within the file; what lies outside (external links) is never followed. */
async function relationsOf(zip: ZipParts, part: string): Promise<Relation[]> {
  const slash = part.lastIndexOf('/');
  const folder = part.slice(0, slash + 1);
  const name = `${folder}_rels/${part.slice(slash + 1)}.rels`;
  if (!zip.has(name)) return [];
  const relations: Relation[] = [];
  await readXml(zip.chunks(name), {
    open: (tag, attributes) => {
      if (tag !== 'Relationship') return;
      const { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode } = attributes();
      if (mode !== 'External') relations.push({ id, type, target: resolved(folder, target) });
    },
  });
  return relations;
}

function resolved(folder: string, target: string): string {
  const parts: string[] = [];
  for (const one of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (one === '..') parts.pop();
    else if (one !== '' && one !== '.') parts.push(one);
  }
  return parts.join('/');
}

// Built-in formats of days (ECMA-376 part 1, 18.8.30), those of East Asia with them.
const builtInDays = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);

async function dayStylesOf(zip: ZipParts, part: string): Promise<boolean[]> {
  const formats = new Map<number, string>();
  const styles: number[] = [];
  let isIn = false;
  await readXml(zip.chunks(part), {
    open: (name, attributes) => {
      if (name === 'cellXfs') isIn = true;
      else if (name === 'numFmt') formats.set(Number(attributes()['numFmtId']), attributes()['formatCode'] ?? '');
      else if (name === 'xf' && isIn) styles.push(Number(attributes()['numFmtId'] ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') isIn = false;
    },
  });
  if (styles.length > 100_000) throw unreadable(brokenWorkbook);
  return styles.map((id) => builtInDays.has(id) || showsDay(formats.get(id) ?? ''));
}

/** Years and days in a format code, apart from what is quoted, escaped or in brackets (colours, [h]). */
function showsDay(code: string): boolean {
  const plain = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '');
  return /[ydeg年日]/i.test(plain) && !/general/i.test(plain);
}
