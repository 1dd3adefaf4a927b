/**
 * Numbers of the demo district begin with 154 (people) and 194 (staff). Both have the form of a mobile number, but neither block is
 * allotted to an operator: the numbering metadata of libphonenumber for China gives 15x and 19x without 4 (`[59][0-35-9]`). Nobody can be reached there.
 */
export type DemoPhoneBlock = '154' | '194';

/** The n-th number of a block. A step that shares no factor with 10^8 walks the block without repeating a number. */
export function demoPhone(block: DemoPhoneBlock, n: number): string {
  return block + String((n * 61_803_399 + 27_182_818) % 100_000_000).padStart(8, '0');
}
