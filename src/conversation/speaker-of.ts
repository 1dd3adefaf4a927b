import type { Staff } from '../organisation/staff.ts';
import type { Utterance } from '../understanding/understander.ts';

/** Who speaks, as reading a message needs to know it. */
export function speakerOf({ roles, town, village }: Staff): Utterance['speaker'] {
  return { role: roles[0] ?? '', ...(town ? { town } : {}), ...(village ? { village } : {}) };
}
