import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { demoPhone } from '../../../src/organisation/demo/demo-phone.ts';
import { demoStaff, headedStations } from '../../../src/organisation/demo/demo-staff.ts';
import { demoVillages, isRural, readDemoStations } from '../../../src/organisation/demo/demo-stations.ts';
import { departments, industries } from '../../../src/organisation/departments.ts';
import { roles } from '../../../src/organisation/role.ts';
import { townsInScope } from '../../../src/organisation/towns.ts';

const stations = readDemoStations();
const staff = demoStaff(stations);
const active = staff.filter((one) => one.isActive);

describe('the demo network', () => {
  it('has one district centre, 21 towns and 344 villages, all of them in scope', () => {
    const count = (level: string) => stations.filter((one) => one.level === level).length;
    expect([count('district'), count('town'), count('village')]).toEqual([1, 21, 344]);
    expect(new Set(stations.flatMap(({ town }) => town ?? []))).toEqual(new Set(townsInScope.map(({ name }) => name)));
    expect(stations.every(({ demo }) => demo)).toBe(true);
  });

  it('hangs every station under one of the level above', () => {
    const levelOf = new Map(stations.map(({ code, level }) => [code, level]));
    const above = { district: undefined, town: 'district', village: 'town' } as const;
    for (const { level, parentCode } of stations) expect(levelOf.get(parentCode ?? '')).toBe(above[level]);
  });

  it('tells villages from communities', () => {
    const byName = new Map(demoVillages(stations).map((one) => [one.village, isRural(one)]));
    expect([byName.get('茅山村'), byName.get('安居社区'), byName.get('宝幢')]).toEqual([true, false, false]);
  });

  it('names the head of every town and village station with a number, and nobody for the centre', () => {
    const headed = headedStations(stations, staff);
    expect(headed.filter(({ headName, phone }) => headName && phone).length).toBe(365);
    const village = headed.find(({ village }) => village === '安居社区');
    expect(village?.headName).toBe(staff.find(({ id }) => id === `V${village?.code}B`)?.name);
  });
});

describe('the demo staff', () => {
  it('is about a thousand people, each with a number, a DingTalk id and a phone of their own', () => {
    expect(staff.length).toBeGreaterThan(950);
    expect(staff.length).toBeLessThan(1100);
    for (const of of [staff.map(({ id }) => id), staff.map(({ dingtalkUserId }) => dingtalkUserId), staff.map(({ phone }) => phone)])
      expect(new Set(of).size).toBe(staff.length);
  });

  it('fills every role that a person can hold', () => {
    const held = new Set(active.flatMap((one) => one.roles));
    expect(roles.map(({ id }) => id).filter((id) => id !== 'system' && !held.has(id))).toEqual([]);
  });

  it('gives every village a liaison and a head, every town a head, officers and a volunteer lead', () => {
    const held = new Set(active.flatMap((one) => one.roles.map((role) => `${one.stationCode} ${role}`)));
    const wanted = stations.flatMap(({ code, level }) => {
      if (level === 'village') return [`${code} village-liaison`, `${code} village-head`];
      return level === 'town' ? [`${code} town-head`, `${code} town-officer`, `${code} volunteer-lead`] : [`${code} center-officer`];
    });
    expect(wanted.filter((post) => !held.has(post))).toEqual([]);
  });

  it('gives each department an officer and a leader, each industry a contact, each section a head and officers', () => {
    for (const { id } of departments)
      for (const role of ['dept-officer', 'dept-leader'] as const)
        expect(active.some((one) => one.department === id && one.roles.includes(role))).toBe(true);
    for (const { id } of industries) expect(active.some((one) => one.industry === id && one.roles.includes('industry-contact'))).toBe(true);
    for (const section of ['office', 'rights', 'placement', 'pension'])
      for (const role of ['section-head', 'section-officer'] as const)
        expect(active.some((one) => one.section === section && one.roles.includes(role))).toBe(true);
  });

  it('keeps a few who left their post', () => {
    const left = staff.filter((one) => !one.isActive);
    expect(left.length).toBeGreaterThan(2);
    expect(left.length).toBeLessThan(20);
  });

  it('is the same on every machine', () => {
    const hash = createHash('sha256')
      .update(JSON.stringify([stations, staff]))
      .digest('hex');
    expect(
      createHash('sha256')
        .update(JSON.stringify([readDemoStations(), demoStaff(readDemoStations())]))
        .digest('hex'),
    ).toBe(hash);
    expect(hash.slice(0, 16)).toBe('52e186da137367dc');
  });

  it('can be reached by nobody: its numbers stand in blocks that no operator has', () => {
    for (const { phone } of staff) expect(phone).toMatch(/^194\d{8}$/);
    const numbers = Array.from({ length: 70_000 }, (_, n) => demoPhone('154', n));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
