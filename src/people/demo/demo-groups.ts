import type { Lifecycle, Sex } from '../new-person.ts';

/** How people of a group served, which decides dates and length of service. */
export type ServicePattern = 'none' | 'any' | 'conscript' | 'before-1954' | 'red-army' | 'discharged-2026';

/** People of the archive who are alike in what they are entitled to. */
export interface DemoGroup {
  id: string;
  /** Also `key_category`, when rules.yaml counts the group among the key recipients. */
  isKey: boolean;
  count: number;
  /** Years of birth, with the weight of each span. */
  born: readonly (readonly [from: number, to: number, weight: number])[];
  women: number;
  lives: 'anywhere' | 'rural';
  served: ServicePattern;
}

/** rules.yaml `meta.population`: veterans and other entitled people of the district. */
export const demoPopulation = 30_789;

const key = { isKey: true, women: 0.02, lives: 'anywhere', served: 'any' } as const;
const family = { ...key, women: 0.66, served: 'none' } as const;
const other = { ...key, isKey: false } as const;

/** Ages follow the definitions of rules.yaml `key_recipients`, as of 2026. The key groups are 1,289 people, of whom some 1,210 are on the roster. */
const special: readonly DemoGroup[] = [
  {
    ...key,
    id: 'disabled',
    count: 300,
    born: [
      [1938, 1955, 4],
      [1956, 1979, 4],
      [1980, 1998, 2],
    ],
    women: 0.03,
  },
  {
    ...family,
    id: 'martyr',
    count: 96,
    born: [
      [1931, 1950, 6],
      [1951, 1980, 4],
      [1981, 1996, 1],
    ],
  },
  {
    ...family,
    id: 'sacrifice',
    count: 40,
    born: [
      [1934, 1955, 4],
      [1956, 1985, 4],
      [1986, 1997, 1],
    ],
  },
  {
    ...family,
    id: 'illness',
    count: 86,
    born: [
      [1932, 1950, 6],
      [1951, 1982, 3],
    ],
  },
  { ...key, id: 'old_demob', count: 44, born: [[1929, 1936, 1]], served: 'before-1954' },
  {
    ...key,
    id: 'ill_return',
    count: 80,
    born: [
      [1940, 1965, 5],
      [1966, 1985, 3],
    ],
    served: 'conscript',
  },
  {
    ...key,
    id: 'war',
    count: 190,
    born: [
      [1942, 1950, 2],
      [1951, 1959, 4],
      [1960, 1966, 5],
    ],
    served: 'conscript',
  },
  {
    ...key,
    id: 'test',
    count: 50,
    born: [
      [1938, 1950, 4],
      [1951, 1964, 5],
    ],
    served: 'conscript',
  },
  {
    ...key,
    id: 'rural60',
    count: 330,
    born: [
      [1938, 1950, 4],
      [1951, 1965, 7],
    ],
    women: 0,
    lives: 'rural',
    served: 'conscript',
  },
  {
    ...family,
    id: 'martyr_child60',
    count: 70,
    born: [
      [1933, 1952, 5],
      [1953, 1965, 2],
    ],
    women: 0.55,
  },
  { ...key, id: 'red', count: 3, born: [[1914, 1918, 1]], women: 0, served: 'red-army' },
  { ...other, id: 'injured_police', count: 36, born: [[1955, 1995, 1]], women: 0.08, served: 'none' },
  {
    ...other,
    id: 'serving-family',
    count: 360,
    born: [
      [1962, 1982, 4],
      [1985, 2000, 6],
    ],
    women: 0.78,
    served: 'none',
  },
  { ...other, id: 'conscript-family', count: 410, born: [[1971, 1985, 1]], women: 0.5, served: 'none' },
  {
    ...other,
    id: 'ordinary_veteran',
    count: 240,
    born: [
      [1984, 1995, 1],
      [1999, 2006, 5],
    ],
    women: 0.07,
    served: 'discharged-2026',
  },
];

const ordinary: DemoGroup = {
  ...other,
  id: 'ordinary_veteran',
  count: demoPopulation - special.reduce((sum, { count }) => sum + count, 0),
  born: [
    [1937, 1945, 5],
    [1946, 1955, 18],
    [1956, 1965, 24],
    [1966, 1975, 21],
    [1976, 1985, 15],
    [1986, 1995, 11],
    [1996, 2004, 6],
  ],
  women: 0.035,
};

export const demoGroups: readonly DemoGroup[] = [...special, ordinary];

/** Where key recipients stand who are off the roster, by turns. */
export const lapsedLifecycles: readonly Lifecycle[] = ['已故', '已故', '转出', '已故', '暂停', '已故', '已故', '取消'];

/** Whom the sentences of the manual and of the first journeys speak about, so that they can be tried as they stand. */
export interface DemoCharacter {
  group: string;
  village: string;
  town: string;
  surname: string;
  givenName: string | null;
  sex: Sex;
  born: readonly [from: number, to: number];
}

const zhangJianguo = { town: '东柳街道', surname: '张', givenName: '建国', sex: '男' } as const;

/** 查一下东柳街道张建国的档案: four of one name, to be told apart by community and year of birth. */
export const namesakes: readonly DemoCharacter[] = [
  { ...zhangJianguo, village: '安居社区', group: 'disabled', born: [1951, 1951] },
  { ...zhangJianguo, village: '园丁社区', group: 'war', born: [1958, 1958] },
  { ...zhangJianguo, village: '华侨城社区', group: 'ordinary_veteran', born: [1963, 1963] },
  { ...zhangJianguo, village: '锦苑社区', group: 'ordinary_veteran', born: [1954, 1954] },
];
