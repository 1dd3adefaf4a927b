import type { PersonSighting } from './person-reader.ts';

/** YZ-0012345, yz0012345, 档案号0012345. A case's number has its day before the dash. */
const ARCHIVE_NUMBER =
  /(?<![A-Za-z0-9])(?:档案(?:编号|号码?)?[为是:： ]*)?YZ ?- ?(\d{7})(?!\d)|(?<![A-Za-z])YZ(\d{7})(?![\d-])|档案(?:编号|号码?)[为是:： ]*(\d{7})(?!\d)/giu;

/** People named by the number of their file, which stands for their name: `YZ-0012345`. */
export function readArchiveNumbers(text: string): PersonSighting[] {
  return [...text.matchAll(ARCHIVE_NUMBER)].map((match) => ({
    name: `YZ-${match[1] ?? match[2] ?? match[3] ?? ''}`,
    isTitled: false,
    start: match.index,
    end: match.index + match[0].length,
  }));
}
