import type { Level } from './role.ts';

/** A service station of the network, or the district's service centre. */
export interface Station {
  code: string;
  name: string;
  level: Level;
  parentCode: string | null;
  /** Official names; null above that level. */
  town: string | null;
  village: string | null;
  address: string | null;
  longitude: number | null;
  latitude: number | null;
  headName: string | null;
  phone: string | null;
  demo: boolean;
}
