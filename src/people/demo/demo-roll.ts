import { type DemoVillage, isRural } from '../../organisation/demo/demo-stations.ts';
import { seededRandom, seedOf, weightedDraw } from '../../organisation/demo/seeded-random.ts';
import type { Lifecycle } from '../new-person.ts';
import { type DemoCharacter, type DemoGroup, demoGroups, lapsedLifecycles, namesakes } from './demo-groups.ts';

/** One person still without particulars: what they are, where they live, and who they must be, if anyone in particular. */
export interface DemoSeat {
  group: DemoGroup;
  village: DemoVillage;
  character: DemoCharacter | null;
  /** Null where only age decides. */
  lifecycle: Lifecycle | null;
}

/** Every seat of the archive, village by village in the order of the stations; mixed within a village, as files come in over the years. */
export function demoRoll(villages: readonly DemoVillage[], seed: number): DemoSeat[] {
  const random = seededRandom(seed);
  const places = { anywhere: weightedDraw(sized(villages)), rural: weightedDraw(sized(villages.filter(isRural))) };
  const waiting = charactersIn(villages);
  const seats = new Map<string, { seat: DemoSeat; order: number }[]>(villages.map(({ code }) => [code, []]));
  for (const group of demoGroups) {
    for (let index = 0; index < group.count; index += 1) {
      const known = waiting.get(group.id)?.pop();
      const village = known?.village ?? places[group.lives](random);
      const seat: DemoSeat = {
        group,
        village,
        character: known?.character ?? null,
        lifecycle: known ? '在册' : lifecycleOf(group, index),
      };
      seats.get(village.code)?.push({ seat, order: random.next() });
    }
  }
  return [...seats.values()].flatMap((list) => list.sort((a, b) => a.order - b.order).map(({ seat }) => seat));
}

/** Communities hold more people than villages, and each station its own share. */
function sized(villages: readonly DemoVillage[]): (readonly [DemoVillage, number])[] {
  return villages.map((village) => {
    const share = 0.45 + 1.4 * seededRandom(seedOf(`size ${village.code}`)).next();
    return [village, share * (isRural(village) ? 0.85 : 1.2)] as const;
  });
}

/** Of the key groups every 17th file has lapsed; of the red army nobody is left. */
function lifecycleOf(group: DemoGroup, index: number): Lifecycle | null {
  if (group.id === 'red') return '已故';
  if (!group.isKey) return null;
  return index % 17 === 16 ? (lapsedLifecycles[Math.floor(index / 17) % lapsedLifecycles.length] ?? '在册') : '在册';
}

/** "陈阿婆" is whom visits are about in the manual: such a woman lives in every fourth village and in all of 东柳街道. */
function charactersIn(villages: readonly DemoVillage[]): Map<string, { character: DemoCharacter; village: DemoVillage }[]> {
  const groups = ['martyr', 'illness', 'martyr_child60', 'sacrifice'] as const;
  const elders = villages
    .filter(({ town }, index) => town === '东柳街道' || index % 4 === 1)
    .map(({ town, village }, index): DemoCharacter => {
      const group = groups[index % 7 < 3 ? 0 : index % 7 < 5 ? 1 : index % 7 < 6 ? 2 : 3] ?? 'martyr';
      return { group, town, village, surname: '陈', givenName: null, sex: '女', born: [1933, 1949] };
    });
  const byGroup = new Map<string, { character: DemoCharacter; village: DemoVillage }[]>();
  for (const character of [...namesakes, ...elders]) {
    const village = villages.find((one) => one.town === character.town && one.village === character.village);
    if (village) byGroup.set(character.group, [...(byGroup.get(character.group) ?? []), { character, village }]);
  }
  return byGroup;
}
