/** What is done with a running case beside deciding, by the ids of case-operations.md. */
export const operations = [
  'urge',
  'withdraw',
  'transfer',
  'delegate',
  'add-signer',
  'remove-signer',
  'name-handlers',
  'claim',
  'give-back',
  'take-back',
  'suspend',
  'resume',
  'terminate',
  'reopen',
  'jump',
  'confirm-jump',
  'escalate',
  'copy',
  'circulate',
  'comment',
] as const;
export type Operation = (typeof operations)[number];
