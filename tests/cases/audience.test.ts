import { describe, expect, it } from 'vitest';
import { whyNotForThem } from '../../src/cases/audience.ts';
import type { SubjectFacts } from '../../src/cases/subject-store.ts';
import { flows } from './district.ts';

const somebody: SubjectFacts = {
  archiveNo: 'YZ-0000001',
  name: '张建国',
  town: '姜山镇',
  village: '走马塘村',
  status: '在世',
  lifecycle: '在册',
  birthOn: '1950-01-01',
  keyCategory: null,
  categories: [],
  disabilityGrade: null,
  hardship: null,
  lastSanatoriumYear: null,
  benefits: [],
  giveUpYears: [],
};

function why(flow: string, facts: Partial<SubjectFacts>) {
  const definition = flows.get(flow)?.definition;
  if (!definition) throw new Error(`no flow ${flow}`);
  return whyNotForThem(definition, { ...somebody, ...facts });
}

describe('whom a service is for, by their file', () => {
  it.each<[string, Partial<SubjectFacts>, boolean]>([
    ['annual-confirm', { keyCategory: 'war', categories: ['war'] }, true],
    ['annual-confirm', { categories: ['veteran'] }, false],
    ['regular-pension', { keyCategory: 'martyr', categories: ['martyr'] }, true],
    ['regular-pension', { keyCategory: 'disabled', categories: ['disabled'] }, false],
    ['job-help', { categories: ['self-employed-veteran'] }, true],
    ['job-help', { keyCategory: 'disabled' }, true],
    ['job-help', { categories: ['accompanying-spouse'] }, true],
    ['job-help', { keyCategory: 'martyr', categories: ['martyr'] }, false],
    ['discharge-report', { categories: ['veteran'] }, true],
    ['discharge-report', { categories: ['martyr'] }, false],
    ['conscript-allowance', { categories: ['conscript-family'] }, true],
    ['conscript-allowance', { categories: ['veteran'] }, false],
    ['transit-card', { keyCategory: 'disabled' }, true],
    ['transit-card', { categories: ['ordinary_veteran'] }, false],
  ])('%s for %o: %s', (flow, facts, isFor) => {
    expect(why(flow, facts) === null).toBe(isFor);
  });

  it('says which rule and what to do', () => {
    expect(why('regular-pension', { categories: ['veteran'] })).toMatchObject({
      code: 'not-for-them',
      sentence: expect.stringMatching(
        /张建国不在“三属定期抚恤金认定”的范围内：这项面向烈士、因公牺牲军人、病故军人遗属（《军人抚恤优待条例》）.*更正档案/,
      ),
    });
  });

  it('does not judge where the file or the catalogue does not tell', () => {
    expect(why('regular-pension', { categories: [] })).toBeNull();
    expect(why('memorial-visit', { categories: ['veteran'] })).toBeNull();
    expect(why('summer-training', { categories: ['veteran'] })).toBeNull();
  });

  it('is closed for who has died or moved away, but for what concerns just that', () => {
    expect(why('job-help', { status: '去世', categories: ['veteran'] })).toMatchObject({ code: 'subject-gone' });
    expect(why('job-help', { lifecycle: '转出', categories: ['veteran'] })).toMatchObject({ code: 'subject-gone' });
    expect(why('farewell-honour', { status: '去世', categories: ['veteran'] })).toBeNull();
    expect(why('archive-correction', { lifecycle: '转出', categories: ['veteran'] })).toBeNull();
  });
});
