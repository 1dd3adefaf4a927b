import { caseRetention } from '../cases/retention-store.ts';
import { conversationRetention } from '../conversation/retention-store.ts';
import { deliveryRetention } from '../delivery/retention-store.ts';
import { peopleRetention } from '../people/retention-store.ts';
import type { RetentionClass } from '../platform/retention-class.ts';
import { visitRetention } from '../visits/retention-store.ts';

/**
 * What is not kept for ever. The person's main file and the vouchers of grants are permanent and so not here; the audit record is cut by its
 * owner alone (audit-cut-store.ts).
 */
export const retentionClasses: readonly RetentionClass[] = [
  ...caseRetention,
  ...visitRetention,
  ...conversationRetention,
  ...deliveryRetention,
  ...peopleRetention,
];
