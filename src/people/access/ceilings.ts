import type { Level } from '../../organisation/role.ts';

/** What is counted for a person and a day. */
export const countedKinds = ['looks', 'reveals', 'exports'] as const;
export type CountedKind = (typeof countedKinds)[number];

export interface Ceiling {
  /** From here on the privacy officer is told. */
  alarm: number;
  /** From here on it is refused until somebody raises the ceiling for the day. */
  most: number;
}

/** Illustrative, easy to change: what one person at a level does in a day at most. */
export const ceilings: Readonly<Record<Level, Readonly<Record<CountedKind, Ceiling>>>> = {
  village: { looks: { alarm: 200, most: 1000 }, reveals: { alarm: 20, most: 40 }, exports: { alarm: 3, most: 5 } },
  town: { looks: { alarm: 400, most: 2000 }, reveals: { alarm: 40, most: 80 }, exports: { alarm: 5, most: 10 } },
  district: { looks: { alarm: 800, most: 4000 }, reveals: { alarm: 60, most: 120 }, exports: { alarm: 10, most: 20 } },
};

/** From four fifths of the alarm on, the person is told. */
const HINT_SHARE = 0.8;

export type CeilingState = 'free' | 'hint' | 'alarm' | 'reached';

/** How one more stands against the day's ceiling. `extra`: what it was raised by for this day. */
export function ceilingState(level: Level, kind: CountedKind, done: number, extra: number): CeilingState {
  const { alarm, most } = ceilings[level][kind];
  if (done >= most + extra) return 'reached';
  if (done + 1 >= alarm + extra) return 'alarm';
  return done + 1 >= (alarm + extra) * HINT_SHARE ? 'hint' : 'free';
}
