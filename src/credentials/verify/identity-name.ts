import type { Holder } from '../holder-store.ts';
import { verifyTexts } from './verify-texts.ts';

/**
 * The kind of identity that a merchant may be told: one of the two kinds of preferential card (catalogue.yaml preferential-card `card_kind`).
 * Disabled, war and nuclear service stay inside (rules.yaml privacy).
 */
export function identityName({ isVeteran }: Pick<Holder, 'isVeteran'>): string {
  return isVeteran ? verifyTexts.identities.veteran : verifyTexts.identities.family;
}
