import { toDateColumn } from '../../src/platform/calendar/day.ts';
import type { Tx } from '../../src/platform/database.ts';

/** What a test says of a person; the rest is plain. */
export interface TestPerson {
  archiveNo: string;
  name?: string;
  town?: string | null;
  village?: string | null;
  birthOn?: string;
  keyCategory?: string | null;
  categories?: string[];
  status?: string;
  lifecycle?: string;
  discharged?: boolean;
  grade?: number;
  merit?: string;
  hardship?: string;
  livesAlone?: boolean;
  isBedridden?: boolean;
}

const plain = {
  town: '甲镇',
  village: '甲一村',
  birthOn: '1950-05-05',
  keyCategory: 'rural60',
  status: '在世',
  lifecycle: '在册',
  discharged: true,
  livesAlone: false,
  isBedridden: false,
};

export async function addPeople(tx: Tx, people: readonly TestPerson[]): Promise<void> {
  await tx.person.createMany({
    data: people
      .map((one) => ({ ...plain, name: `某${one.archiveNo}`, ...one }))
      .map((one) => ({
        archive_no: one.archiveNo,
        name: one.name,
        name_pinyin: 'mou',
        name_initials: 'm',
        town: one.town,
        village: one.village,
        birth_on: toDateColumn(one.birthOn),
        key_category: one.keyCategory,
        status: one.status,
        lifecycle: one.lifecycle,
        discharged_on: one.discharged ? toDateColumn('1972-01-01') : null,
        disability_grade: one.grade ?? null,
        merit: one.merit ?? null,
        hardship: one.hardship ?? null,
        lives_alone: one.livesAlone,
        is_bedridden: one.isBedridden,
      })),
  });
  const categories = people.flatMap((one) => (one.categories ?? []).map((category) => ({ archive_no: one.archiveNo, category })));
  await tx.person_category.createMany({ data: categories });
}

export interface TestStaff {
  id: string;
  role: string;
  town?: string;
  village?: string;
  section?: string;
}

export async function addStaff(tx: Tx, staff: readonly TestStaff[]): Promise<void> {
  const level = (one: TestStaff) => (one.village ? 'village' : one.town ? 'town' : 'district');
  await tx.staff.createMany({
    data: staff.map((one) => ({
      id: one.id,
      name: `员${one.id}`,
      level: level(one),
      town: one.town ?? null,
      village: one.village ?? null,
      section: one.section ?? null,
      dingtalk_user_id: `u-${one.id}`,
    })),
  });
  await tx.staff_role.createMany({ data: staff.map((one) => ({ staff_id: one.id, role: one.role })) });
}

const towns = ['甲镇', '乙镇'];
const villageNames = ['一村', '二村', '三村'];

/** Two towns of three villages each with everybody in post, and the district's section. 乙三村 has no staff of its own. */
export async function layOutDistrict(tx: Tx): Promise<void> {
  const villages = towns.flatMap((town) => villageNames.map((name) => ({ town, village: `${town[0]}${name}` })));
  await tx.station.createMany({
    data: [
      { code: 'Q', name: '区中心', level: 'district' },
      ...towns.map((town) => ({ code: `Z-${town}`, name: `${town}站`, level: 'town', town })),
      ...villages.map(({ town, village }) => ({ code: `C-${village}`, name: `${village}站`, level: 'village', town, village })),
    ],
  });
  await addStaff(tx, [
    ...villages
      .filter(({ village }) => village !== '乙三村')
      .flatMap(({ town, village }) => [
        { id: `L-${village}`, role: 'village-liaison', town, village },
        { id: `H-${village}`, role: 'village-head', town, village },
      ]),
    ...towns.flatMap((town) => [
      { id: `O1-${town}`, role: 'town-officer', town },
      { id: `O2-${town}`, role: 'town-officer', town },
      { id: `W-${town}`, role: 'town-head', town },
    ]),
    { id: 'D-zhang', role: 'section-officer', section: 'pension' },
    { id: 'D-li', role: 'center-officer', section: 'center' },
    { id: 'D-wang', role: 'section-head', section: 'pension' },
    { id: 'D-right', role: 'section-officer', section: 'rights' },
    { id: 'D-leader', role: 'bureau-leader' },
  ]);
}

/** Recipients spread over the six villages, `perVillage` each, of all levels. */
export function villagers(perVillage: number): TestPerson[] {
  const kinds: Partial<TestPerson>[] = [
    { keyCategory: 'rural60' },
    { keyCategory: 'disabled', grade: 8 },
    { keyCategory: 'martyr', discharged: false },
    { keyCategory: 'old_demob', birthOn: '1934-03-03' },
  ];
  return towns.flatMap((town, t) =>
    villageNames.flatMap((name, v) =>
      Array.from({ length: perVillage }, (_, n) => ({
        archiveNo: `YZ-${t}${v}${String(n).padStart(4, '0')}`,
        town,
        village: `${town[0]}${name}`,
        ...kinds[n % kinds.length],
      })),
    ),
  );
}

/** One town of many villages, each with a liaison and two people to visit. */
export async function layOutManyVillages(tx: Tx, count: number): Promise<void> {
  const villages = Array.from({ length: count }, (_, n) => `${String(n).padStart(3, '0')}村`);
  await addStaff(tx, [
    ...villages.map((village) => ({ id: `L-${village}`, role: 'village-liaison', town: '甲镇', village })),
    { id: 'W-甲镇', role: 'town-head', town: '甲镇' },
    { id: 'D-wang', role: 'section-head', section: 'pension' },
  ]);
  await addPeople(
    tx,
    villages.flatMap((village) => [1, 2].map((n) => ({ archiveNo: `YZ-${village}${n}`, village }))),
  );
}
