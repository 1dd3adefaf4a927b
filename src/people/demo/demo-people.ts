import { demoPhone } from '../../organisation/demo/demo-phone.ts';
import { type DemoVillage, isRural } from '../../organisation/demo/demo-stations.ts';
import { type Random, seededRandom, seedOf } from '../../organisation/demo/seeded-random.ts';
import type { NewPerson } from '../new-person.ts';
import { demoBenefits, demoCertificates, type Entitled, mayHoldCard } from './demo-entitlements.ts';
import { demoFamily } from './demo-family.ts';
import type { DemoGroup } from './demo-groups.ts';
import { demoBankcard, identityNumbers } from './demo-numbers.ts';
import { type DemoSeat, demoRoll } from './demo-roll.ts';
import { demoService } from './demo-service-years.ts';
import { categoriesOf, conditionOf, healthOf, meritOf, noteOf, particularsOf, sanatoriumYear, standingOf } from './demo-traits.ts';
import { addressText } from './demo-words.ts';

/** The seed of the district that is loaded; another one gives other people in the same villages. */
export const demoSeed = 330_212;

/** Emergency contacts take their numbers from where those of the people (fewer than this) end. */
const contactNumbers = 40_000;

/**
 * The 30,789 invented people of the demo district, by village, one after the other. Pure: the same villages and seed give the same
 * people. Archive numbers run from YZ-0000001 in this order.
 */
export function* demoPeople(villages: readonly DemoVillage[], seed: number = demoSeed): Generator<NewPerson, void> {
  const nextIdentity = identityNumbers();
  let n = 0;
  for (const seat of demoRoll(villages, seed)) {
    n += 1;
    yield demoPerson(seat, n, seededRandom(seedOf(`person ${seed} ${n}`)), nextIdentity);
  }
}

function demoPerson(seat: DemoSeat, n: number, random: Random, nextIdentity: ReturnType<typeof identityNumbers>): NewPerson {
  const { group, village } = seat;
  const archiveNo = `YZ-${String(n).padStart(7, '0')}`;
  const { surname, ...who } = particularsOf(random, seat);
  const service = demoService(random, group, who.birthOn);
  const condition = conditionOf(random, group, who.birthOn);
  const standing = standingOf(random, seat, condition.age);
  const family = demoFamily(random, { group: group.id, isKey: group.isKey, surname, sex: who.sex, birthOn: who.birthOn });
  const hasCard = mayHoldCard({ group: group.id, service }) && standing.lastYear > 2022 && random.chance(0.88);
  const cardNo = hasCard ? `YDZ${archiveNo.slice(3)}` : null;
  const lastSanatoriumYear = sanatoriumYear(random, seat, standing.lastYear);
  const entitled: Entitled = { group: group.id, archiveNo, service, cardNo, lastSanatoriumYear, ...condition, ...standing };
  return {
    archiveNo,
    ...who,
    town: village.town,
    village: village.village,
    status: standing.status,
    lifecycle: standing.lifecycle,
    keyCategory: group.isKey ? group.id : null,
    categories: categoriesOf(random, group, service, who.birthOn),
    enlistedOn: service.enlistedOn,
    dischargedOn: service.dischargedOn,
    branch: service.branch,
    disabilityGrade: condition.grade,
    cardNo,
    merit: meritOf(random, service),
    hardship: condition.hardship,
    livesAlone: condition.livesAlone,
    isBedridden: condition.isBedridden,
    lastSanatoriumYear,
    idcard: nextIdentity(random, who.birthOn, who.sex),
    ...reachedAt(random, seat, n, condition.age),
    health: healthOf(random, group, condition),
    ...emergencyContact(random, group, family.contact, n),
    note: noteOf(random, group, family.tie),
    relations: family.relations,
    benefits: demoBenefits(random, entitled),
    certificates: demoCertificates(random, entitled),
    demo: true,
  };
}

function reachedAt(
  random: Random,
  { group, village }: DemoSeat,
  n: number,
  age: number,
): Pick<NewPerson, 'phone' | 'address' | 'bankcard'> {
  return {
    phone: random.chance(age > 81 ? 0.8 : 0.97) ? demoPhone('154', n) : null,
    address: addressText(random, { ...village, isRural: isRural(village) }),
    bankcard: group.isKey || group.id === 'conscript-family' || random.chance(0.2) ? demoBankcard(n) : null,
  };
}

function emergencyContact(
  random: Random,
  group: DemoGroup,
  contact: string | null,
  n: number,
): Pick<NewPerson, 'emergencyName' | 'emergencyPhone'> {
  if (contact === null || !(group.isKey || random.chance(0.7))) return { emergencyName: null, emergencyPhone: null };
  return { emergencyName: contact, emergencyPhone: demoPhone('154', contactNumbers + n) };
}
