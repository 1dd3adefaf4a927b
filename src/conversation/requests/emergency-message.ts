import type { EmergencyNotice } from '../../people/access/break-glass.ts';
import { emergencyNoticeTexts } from './texts.ts';

const SHORT_ID = 8;

/** A notice about an emergency look in the words that its recipient reads 1:1; the person is named by number and village alone. */
export function emergencyMessage({ kind, opener, place, archiveNo, id }: EmergencyNotice) {
  const { title, line } = emergencyNoticeTexts[kind](opener, place, archiveNo);
  const short = id.slice(0, SHORT_ID);
  const buttons =
    kind === 'to-review'
      ? [
          { label: '妥当', says: `复核 ${short} 妥当` },
          { label: '待复核', says: '待复核' },
        ]
      : [];
  return { title, markdown: `### ${title}\n\n${line}`, buttons };
}
