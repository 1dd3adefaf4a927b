import { departments, industries } from '../departments.ts';
import type { Level, StaffRoleId } from '../role.ts';
import type { Station } from '../station.ts';
import { seededRandom, seedOf } from './seeded-random.ts';

/** A post that someone of the demo district holds: 工号 and what comes with it, before it has a person. */
export interface DemoPost {
  id: string;
  roles: StaffRoleId[];
  level: Level;
  stationCode: string | null;
  town: string | null;
  village: string | null;
  department: string | null;
  section: string | null;
  industry: string | null;
  /** Years of birth of who usually holds such a post, and the share of women. */
  born: readonly [from: number, to: number];
  women: number;
  hasLeft: boolean;
}

type Area = Pick<DemoPost, 'level' | 'stationCode' | 'town' | 'village' | 'department' | 'section' | 'industry'>;
type Traits = Partial<Pick<DemoPost, 'born' | 'women' | 'hasLeft'>>;

/** All posts, by stations in their order, then the district's. About a thousand. */
export function demoPosts(stations: readonly Station[]): DemoPost[] {
  const villages = stations.filter((one) => one.level === 'village');
  const towns = stations.filter((one) => one.level === 'town');
  const center = stations.find((one) => one.level === 'district')?.code ?? null;
  return [...villages.flatMap(villagePosts), ...towns.flatMap(townPosts), ...districtPosts(center)];
}

function villagePosts(station: Station): DemoPost[] {
  const random = seededRandom(seedOf(`posts ${station.code}`));
  const area = areaOf(station);
  const id = (letter: string) => `V${station.code}${letter}`;
  const posts = [
    post(id('A'), ['village-liaison'], area, { born: [1978, 2000], women: 0.66 }),
    post(id('B'), ['village-head'], area, { born: [1964, 1986], women: 0.3 }),
  ];
  if (random.chance(0.45)) posts.push(post(id('C'), ['rotating-head'], area, { born: [1956, 1984], women: 0.05 }));
  // Those who left stay in the records: what they once did keeps their name, and they are told that they may not act.
  if (random.chance(0.03)) posts.push(post(id('Z'), ['village-liaison'], area, { born: [1962, 1990], women: 0.6, hasLeft: true }));
  return posts;
}

/** Town posts are lettered: A the head, B the volunteers' lead, C and on the full-time officers. */
function townPosts(station: Station): DemoPost[] {
  const area = areaOf(station);
  const id = (letter: string) => `T${station.code.slice(0, 9)}${letter}`;
  const officers = seededRandom(seedOf(`posts ${station.code}`)).between(3, 5);
  return [
    post(id('A'), ['town-head'], area, { born: [1968, 1984], women: 0.06 }),
    post(id('B'), ['volunteer-lead'], area, { born: [1958, 1985], women: 0.35 }),
    ...Array.from({ length: officers }, (_, index) => post(id('CDEFG'[index] ?? 'H'), ['town-officer'], area, { women: 0.4 })),
  ];
}

const district: Area = {
  level: 'district',
  stationCode: null,
  town: null,
  village: null,
  department: null,
  section: null,
  industry: null,
};
const leading: Traits = { born: [1966, 1982], women: 0.2 };

/** Section, how many officers it has besides its head. The pension section plans visits and beds and is the largest. */
const sectionOfficers = [
  ['office', 3],
  ['rights', 3],
  ['placement', 3],
  ['pension', 5],
] as const;
/** Departments whose counters carry most of the countersigning have a second officer. */
const busyDepartments = new Set(['edu', 'psb', 'hrss', 'medins', 'health', 'civil']);

function districtPosts(center: string | null): DemoPost[] {
  const bureau: Area = { ...district, department: 'vab' };
  const several = (code: string, role: StaffRoleId, count: number, area: Area, traits: Traits = {}) =>
    Array.from({ length: count }, (_, index) => post(`D${code}${String(index + 1).padStart(2, '0')}`, [role], area, traits));
  return [
    ...several('CHIEF', 'bureau-chief', 1, bureau, leading),
    ...several('LEADER', 'bureau-leader', 3, bureau, leading),
    ...sectionOfficers.flatMap(([section, officers]) => {
      const area = { ...bureau, section };
      const code = section.toUpperCase();
      return [post(`D${code}00`, ['section-head'], area, leading), ...several(code, 'section-officer', officers, area)];
    }),
    ...several('CENTER', 'center-officer', 6, { ...bureau, section: 'center', stationCode: center }, { women: 0.6 }),
    ...departments.flatMap(({ id }) => {
      const area = { ...district, department: id };
      const code = id.toUpperCase();
      return [post(`D${code}00`, ['dept-leader'], area, leading), ...several(code, 'dept-officer', busyDepartments.has(id) ? 2 : 1, area)];
    }),
    ...industries.flatMap(({ id }) => several(id.replace('-', '').toUpperCase(), 'industry-contact', 1, { ...district, industry: id })),
    ...several('FUND', 'fund-reviewer', 5, district, { born: [1958, 1985] }),
    ...several('VIEW', 'leadership-viewer', 2, district, leading),
    ...several('AUDIT', 'auditor', 2, district),
    ...several('PRIVACY', 'privacy-officer', 1, bureau),
    ...several('ADMIN', 'system-admin', 1, bureau, { women: 0.1 }),
  ];
}

function areaOf(station: Station): Area {
  return { ...district, level: station.level, stationCode: station.code, town: station.town, village: station.village };
}

function post(id: string, roles: StaffRoleId[], area: Area, traits: Traits = {}): DemoPost {
  return { id, roles, ...area, born: [1972, 1998], women: 0.45, hasLeft: false, ...traits };
}
