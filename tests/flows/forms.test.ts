import { describe, expect, it } from 'vitest';
import { loadFlows } from '../../src/flows/load-flows.ts';
import { projectFile } from '../../src/platform/project-file.ts';
import { coveringForms, unbreakableChecks } from './form-maker.ts';

const book = await loadFlows(projectFile('flows/'));

describe('a form of every service', () => {
  it('is there for all 75', () => {
    expect(book.list()).toHaveLength(75);
  });

  const withChecks = book.list().filter(({ definition }) => (definition.checks ?? []).length > 0);

  it.each(withChecks.map(({ definition }) => [definition.id, definition] as const))(
    '%s: every check over several fields can fail, and says so',
    (_, definition) => {
      expect(unbreakableChecks(definition)).toEqual([]);
    },
  );

  it.each(book.list().map(({ definition }) => [definition.id, definition] as const))(
    '%s can be filled in, and every condition taken both ways',
    (_, definition) => {
      const { forms, oneSided } = coveringForms(definition);
      expect(forms.length).toBeGreaterThan(0);
      expect(oneSided).toEqual([]);
    },
  );
});
