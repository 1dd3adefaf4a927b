import { describe, expect, it } from 'vitest';
import { loadFlows } from '../../src/flows/load-flows.ts';
import { projectFile } from '../../src/platform/project-file.ts';
import { coveringForms } from './form-maker.ts';

const book = await loadFlows(projectFile('flows/'));

describe('a form of every service', () => {
  it('is there for all 75', () => {
    expect(book.list()).toHaveLength(75);
  });

  it.each(book.list().map(({ definition }) => [definition.id, definition] as const))(
    '%s can be filled in, and every condition taken both ways',
    (_, definition) => {
      const { forms, oneSided } = coveringForms(definition);
      expect(forms.length).toBeGreaterThan(0);
      expect(oneSided).toEqual([]);
    },
  );
});
