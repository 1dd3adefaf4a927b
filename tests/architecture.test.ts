import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { variableNames } from '../src/platform/config.ts';

/** What house.md asks for and the linter cannot say. */

const root = join(import.meta.dirname, '..');
const rooms = ['platform', 'organisation', 'audit', 'people', 'flows', 'cases', 'visits', 'credentials', 'insight'];
const further = ['serving', 'dialogue', 'understanding', 'channels', 'delivery', 'conversation', 'console', 'api', 'cli'];
const tops = ['main.ts', 'app.ts', 'schedule.ts', 'actions.ts', 'build.ts'];

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('/generated/'));
}

const sources = filesUnder('src').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
const tests = filesUnder('tests').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

function offenders(pattern: RegExp, isAllowed: (path: string) => boolean): string[] {
  return sources.filter(({ path, text }) => !isAllowed(path) && pattern.test(text)).map(({ path }) => path);
}

describe('the house', () => {
  it('has only the rooms of the plan', () => {
    const strange = readdirSync(join(root, 'src')).filter((name) => ![...rooms, ...further, ...tops].includes(name));
    expect(strange).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const allowed = ['src/platform/config.ts'];
    expect(offenders(/process\.env\b/, (path) => allowed.includes(path))).toEqual([]);
  });

  it('lets only stores and the platform see the database client', () => {
    expect(
      offenders(
        /generated\/prisma|\$(queryRaw|executeRaw|transaction)\b/,
        (path) => /-store\.ts$/.test(path) || path.startsWith('src/platform/'),
      ),
    ).toEqual([]);
  });

  it('keeps files short', () => {
    const long = [...sources.map((one) => ({ ...one, limit: 250 })), ...tests.map((one) => ({ ...one, limit: 400 }))]
      .filter(({ text, limit }) => text.split('\n').length - 1 > limit)
      .map(({ path, text }) => `${path} ${text.split('\n').length - 1}`);
    expect(long).toEqual([]);
  });

  it('has no barrels and no names that say nothing', () => {
    const nameless = sources.filter(({ path }) =>
      /(^|[/-])(index|manager|helper|helpers|util|utils|data|info|service|services|misc|common)\.tsx?$/.test(path),
    );
    expect(nameless.map(({ path }) => path)).toEqual([]);
  });

  it('takes no module mocks and skips no test', () => {
    const bad = tests.filter(
      ({ path, text }) => path !== 'tests/architecture.test.ts' && /vi\.mock\(|\b(it|test|describe)\.(skip|only|todo)\b/.test(text),
    );
    expect(bad.map(({ path }) => path)).toEqual([]);
  });

  it('keeps the pure parts free of clock, chance, database and network', () => {
    const pure = /(transition|access|masking|-codec|plan-visits|working-time|\/dialogue\/[^/]+|\/readers\/[^/]+)\.ts$/;
    const impure = /Date\.now\(|new Date\(\)|Math\.random|\bfetch\(|platform\/(database|log|jobs)\.ts'/;
    const bad = sources.filter(({ path, text }) => pure.test(path) && impure.test(text.replace(/import type [^;]+;/g, '')));
    expect(bad.map(({ path }) => path)).toEqual([]);
  });

  it('documents every variable and no other in .env.example', () => {
    const documented = [...readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(documented.sort()).toEqual([...variableNames].sort());
  });

  it('has a file as large as it says: nothing generated is committed', () => {
    expect(sources.every(({ path }) => statSync(join(root, path)).size < 40_000)).toBe(true);
  });
});
