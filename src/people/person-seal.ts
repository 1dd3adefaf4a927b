import type { Sealer, SealPlace } from '../platform/seal.ts';

/** Columns of `person` that hold a sealed value, by the fact they hold. */
export const sealedColumns = {
  idcard: 'idcard_sealed',
  phone: 'phone_sealed',
  address: 'address_sealed',
  bankcard: 'bankcard_sealed',
  health: 'health_sealed',
  emergencyName: 'emergency_name_sealed',
  emergencyPhone: 'emergency_phone_sealed',
  note: 'note_sealed',
} as const;

export type SealedFact = keyof typeof sealedColumns;

export const sealedFacts = Object.keys(sealedColumns) as SealedFact[];

export function placeOf(fact: SealedFact, archiveNo: string): SealPlace {
  return { table: 'person', column: sealedColumns[fact], row: archiveNo };
}

export function sealFact(sealer: Sealer, fact: SealedFact, value: string | null, archiveNo: string): string | null {
  return value === null ? null : sealer.seal(value, placeOf(fact, archiveNo));
}

export function openFact(sealer: Sealer, fact: SealedFact, sealed: string | null, archiveNo: string): string | null {
  return sealed === null ? null : sealer.open(sealed, placeOf(fact, archiveNo));
}

/** Relatives: sealed under their own row. */
export function relationPlace(column: 'name_sealed' | 'birth_sealed', id: string): SealPlace {
  return { table: 'person_relation', column, row: id };
}

/** Blind indexes of the whole value, and of its last four characters, by which people ask. `idcardIndex`: where it is known already. */
export function blindIndexes(
  sealer: Sealer,
  facts: { idcard: string | null; phone: string | null; bankcard: string | null },
  idcardIndex?: string | null,
) {
  const index = (kind: string, value: string | null) => (value === null ? null : sealer.index(kind, value));
  return {
    idcardIndex: idcardIndex ?? index('idcard', facts.idcard),
    idcardTailIndex: facts.idcard === null ? null : tailIndex(sealer, 'idcard-tail', facts.idcard),
    phoneIndex: index('phone', facts.phone),
    phoneTailIndex: facts.phone === null ? null : tailIndex(sealer, 'phone-tail', facts.phone),
    bankcardIndex: index('bankcard', facts.bankcard),
  };
}

const tails = new WeakMap<Sealer, Map<string, string>>();
const MOST_TAILS = 25_000;

/** There are eleven thousand endings of each kind, and each is asked for many times in a list. */
function tailIndex(sealer: Sealer, kind: string, value: string): string {
  const known = tails.get(sealer) ?? new Map<string, string>();
  tails.set(sealer, known);
  const tail = value.slice(-4);
  const key = kind + tail;
  const index = known.get(key) ?? sealer.index(kind, tail);
  if (known.size < MOST_TAILS) known.set(key, index);
  return index;
}
