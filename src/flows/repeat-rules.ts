/** What a service says of being asked for more than once. */
export interface RepeatRules {
  /** No second case of this service for one person while one is open. */
  oneOpen?: true;
  /** Fields that say what it is asked for: granted once for the same (同一事由). */
  sameReason?: string[];
  /** A field that names several parts (2026-03,2026-04): each is granted once. */
  grantedApart?: string;
  /** What is granted may not go beyond what was spent, with what other services granted the family for it in the year. */
  sameExpense?: { spent: string; grantedBy: string[] };
}
