import type { CaseEyes } from '../../cases/see-case.ts';
import type { Visit } from '../page.ts';

/** The visitor, as somebody who looks at cases by their own rights. */
export function eyesOf({ staff, now }: Visit, purpose: string): CaseEyes {
  return { viewer: staff, isEverywhere: false, now, channel: 'console', purpose };
}
