import { expect, test } from 'vitest';
import { toneFaults } from '../tone.ts';
import { answerPatterns } from './answer-patterns.ts';
import { askingPatterns } from './asking-patterns.ts';
import { clarifyPatterns } from './clarify-patterns.ts';
import { correctionPatterns, pathPattern } from './correction-patterns.ts';
import { digressionPatterns } from './digression-patterns.ts';
import { leavingPatterns } from './leaving-patterns.ts';
import { hangingStepsOf, isCollected, type MatrixStep, stepsOf } from './matrix-steps.ts';
import { flows, heard } from './matrix-talk.ts';
import type { Pattern } from './pattern.ts';

const patterns: readonly Pattern[] = [
  ...correctionPatterns,
  ...digressionPatterns,
  ...leavingPatterns,
  ...clarifyPatterns,
  ...askingPatterns,
  ...answerPatterns,
];

const steps = new Map<string, MatrixStep[]>(flows.list().map(({ definition }) => [definition.id, stepsOf(definition)]));

interface Count {
  passed: number;
  reasons: Map<string, number>;
}

const counts = new Map<Pattern, Count>(patterns.map((pattern) => [pattern, { passed: 0, reasons: new Map() }]));

function play(pattern: Pattern, step: MatrixStep): string | null {
  const count = counts.get(pattern);
  const reason = pattern.doesNotApply(step);
  if (reason !== null) {
    count?.reasons.set(reason, (count.reasons.get(reason) ?? 0) + 1);
    return null;
  }
  const fault = playOnce(pattern, step);
  if (fault === null && count) count.passed += 1;
  return fault;
}

function playOnce(pattern: Pattern, step: MatrixStep): string | null {
  try {
    pattern.plays(step, step.talk.fork());
    return null;
  } catch (error) {
    return `${step.name} × ${pattern.row}: ${pattern.name}: ${error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error)}`;
  }
}

test.each(flows.list().map(({ definition }) => definition.id))('%s holds every pattern at every step', (id) => {
  const failed = (steps.get(id) ?? []).flatMap((step) => patterns.flatMap((pattern) => play(pattern, step) ?? []));
  expect(failed).toEqual([]);
});

test('a value that decides the path is corrected at every step of every form in which something hangs on it', () => {
  const hanging = flows.list().flatMap(({ definition }) => hangingStepsOf(definition));
  const fitting = hanging.filter((step) => pathPattern.doesNotApply(step) === null);
  const failed = fitting.flatMap((step) => playOnce(pathPattern, step) ?? []);
  expect(failed).toEqual([]);
  const services = new Set(fitting.map((step) => step.flow.id));
  process.stdout.write(`path: ${fitting.length} of ${hanging.length} steps of ${services.size} services whose forms have conditions\n`);
  expect(fitting.length).toBeGreaterThan(340);
});

test('every field that is ever asked for is a step', () => {
  const never = flows.list().flatMap(({ definition }) => {
    const asked = new Set((steps.get(definition.id) ?? []).flatMap((step) => step.asked.map((field) => field.key)));
    return definition.fields
      .filter((field) => !asked.has(field.key) && isCollected(definition, field))
      .map((field) => `${definition.id} ${field.key}`);
  });
  expect(never).toEqual([]);
});

test('every cell is played or has its reason', () => {
  let passed = 0;
  let without = 0;
  for (const [pattern, count] of counts) {
    const left = [...count.reasons.values()].reduce((sum, one) => sum + one, 0);
    const reasons = [...count.reasons].map(([reason, times]) => `${times} ${reason}`).join('; ');
    process.stdout.write(
      `${pattern.row}: ${pattern.name}: ${count.passed} passed, ${left} do not apply${reasons ? ` (${reasons})` : ''}\n`,
    );
    passed += count.passed;
    without += left;
  }
  const all = [...steps.values()].flat();
  process.stdout.write(
    `${all.length} steps of ${steps.size} services × ${patterns.length} patterns: ${passed} passed, ${without} do not apply\n`,
  );
  expect(passed + without).toBe(all.length * patterns.length);
});
test('everything said has the tone of the house', () => {
  const faults = [...heard].flatMap((part) => toneFaults(part).map((fault) => `${fault}: ${part.slice(0, 300)}`));
  expect(heard.size).toBeGreaterThan(5000);
  expect(faults).toEqual([]);
});
