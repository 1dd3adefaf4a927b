import { type Day, dayOf } from '../../platform/calendar/day.ts';
import type { Sealer } from '../../platform/seal.ts';
import { type Access, type AccessLevel, access, isOutside, reachOf, type Viewer } from '../access/access.ts';
import { maskAddress, maskBankcard, maskBirth, maskIdcard, maskName, maskPhone, type Shown } from '../access/masking.ts';
import { categoryMembers, categoryName, isSensitiveCategory } from '../categories.ts';
import { type ExportedPerson, peoplePage } from './export-people-store.ts';
import type { ExportFilter, ExportRow, ExportSource } from './export-table.ts';
import { exportTexts as t } from './export-texts.ts';

export type ExportRefusal = { kind: 'refused'; why: 'role' | 'outside' };

const PAGE = 2000;

/** The people whom a viewer may list, masked for export (rules.yaml masks, column export). */
export function exportPeople(deps: { sealer: Sealer; now: Date }, viewer: Viewer, filter: ExportFilter): ExportSource | ExportRefusal {
  const reach = reachOf(viewer);
  if (reach === null) return { kind: 'refused', why: 'role' };
  if (isOutside(reach, filter.town ?? null, filter.village ?? null)) return { kind: 'refused', why: 'outside' };
  const today = dayOf(deps.now);
  return {
    columns: t.columns.people,
    pages: async function* (inTransaction) {
      let after = '';
      for (;;) {
        const page = { viewer, reach, filter, today, after, limit: PAGE };
        const people = await inTransaction((tx) => peoplePage(tx, deps.sealer, page));
        yield people.flatMap((person) => personCells(person, viewer, { today, category: filter.category }));
        if (people.length < PAGE) return;
        after = people.at(-1)?.archiveNo ?? '';
      }
    },
  };
}

/** One person as the viewer may take them out of the house; nothing when not even named, or when to be on the list would tell too much. */
export function personCells(person: ExportedPerson, viewer: Viewer, ask: { today: Day; category?: string | undefined }): ExportRow[] {
  const granted = access(viewer, person, { inCase: person.inCase });
  const tellsMerit = ask.category !== undefined && categoryMembers(ask.category).some(isSensitiveCategory);
  if (!isSeen(granted.archive_basic) || (tellsMerit && granted.merit !== 'full')) return [];
  const isKnown = granted.archive_basic === 'full';
  const { town, village } = person;
  const day = (value: Day | null) => (value === null || isKnown ? value : t.year(value));
  const cells: Shown[] = [
    person.archiveNo,
    maskName(person.name, 'export', isKnown),
    person.sex,
    person.birthOn === null ? null : maskBirth(person.birthOn, 'export', ask.today),
    shown(granted.idcard, person.idcard, (value) => maskIdcard(value, 'export')),
    shown(granted.phone, person.phone, (value) => maskPhone(value, 'export')),
    shown(granted.address, person.address, (value) => maskAddress(value, 'export', { town, village })),
    town,
    village,
    categoriesOf(person, granted),
    person.status === '在世' && person.lifecycle === '在册' ? person.status : `${person.status}，${person.lifecycle}`,
    day(person.enlistedOn),
    day(person.dischargedOn),
    person.branch,
    granted.merit === 'full' ? person.merit : null,
    person.cardNo === null ? null : `****${person.cardNo.slice(-4)}`,
    shown(granted.bankcard, person.bankcard, (value) => maskBankcard(value, 'export')),
    shown(granted.phone, person.emergencyName, (value) => maskName(value, 'export', false)),
    shown(granted.phone, person.emergencyPhone, (value) => maskPhone(value, 'export')),
  ];
  return [{ archiveNo: person.archiveNo, cells: cells.map((cell) => cell ?? ''), classes: classesOf(person, granted) }];
}

/** What of the person is in the row; every class comes masked. */
function classesOf(person: ExportedPerson, granted: Access): string[] {
  const held = {
    idcard: person.idcard,
    phone: person.phone ?? person.emergencyPhone,
    address: person.address,
    bankcard: person.bankcard,
    merit: person.merit,
  };
  const shownClasses = (Object.keys(held) as (keyof typeof held)[]).filter((one) => held[one] !== null && isSeen(granted[one]));
  return ['archive_basic', ...shownClasses].map((one) => `${one}:masked`);
}

function isSeen(level: AccessLevel): boolean {
  return level === 'full' || level === 'masked';
}

function shown(level: AccessLevel, value: string | null, mask: (value: string) => Shown): Shown {
  return value === null || !isSeen(level) ? null : mask(value);
}

/** 参战 and 参试 are strongly sensitive: named only where merit may be seen whole. */
function categoriesOf({ keyCategory, categories }: ExportedPerson, granted: Access): string {
  const ids = [...new Set([...(keyCategory === null ? [] : [keyCategory]), ...categories])];
  return ids
    .filter((id) => !isSensitiveCategory(id) || granted.merit === 'full')
    .map(categoryName)
    .join('、');
}
