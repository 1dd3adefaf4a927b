import type { NewStaff } from '../staff.ts';
import type { Station } from '../station.ts';
import { demoName } from './demo-name.ts';
import { demoPhone } from './demo-phone.ts';
import { type DemoPost, demoPosts } from './demo-posts.ts';
import { seededRandom, seedOf } from './seeded-random.ts';

/** The deputy of the manual's own example (contract.md section 2) exists, so that the example can be tried. */
const namedInManual: Record<string, string> = { T330212012C: '王敏' };

/** Everybody who works in the demo district. Each post draws from a stream of its own: adding one renames nobody. */
export function demoStaff(stations: readonly Station[]): NewStaff[] {
  return demoPosts(stations).map(filled);
}

/** The stations with the names and numbers of their heads, who answer for them to the public. */
export function headedStations(stations: readonly Station[], staff: readonly NewStaff[]): Station[] {
  const heads = new Map(staff.filter(isStationHead).map((one) => [one.stationCode, one]));
  return stations.map((station) => {
    const head = heads.get(station.code);
    return head ? { ...station, headName: head.name, phone: head.phone } : station;
  });
}

/** A rotating head takes turns at the door; who answers for a station is its head. */
function isStationHead({ roles, isActive }: NewStaff): boolean {
  return isActive && (roles.includes('village-head') || roles.includes('town-head'));
}

function filled({ born, women, hasLeft, ...post }: DemoPost, index: number): NewStaff {
  const random = seededRandom(seedOf(post.id));
  const sex = random.chance(women) ? '女' : '男';
  return {
    ...post,
    name: namedInManual[post.id] ?? demoName(random, sex, random.between(...born)),
    phone: demoPhone('194', index),
    dingtalkUserId: `u-${post.id}`,
    zzdAccountId: null,
    isActive: !hasLeft,
    demo: true,
  };
}
