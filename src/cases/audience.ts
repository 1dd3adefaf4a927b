import type { FlowDefinition } from '../flows/flow-definition.ts';
import { categoryMembers, categoryName, isKnownCategory } from '../people/categories.ts';
import { type Refusal, refuse } from './engine/act.ts';
import type { SubjectFacts } from './subject-store.ts';
import { texts } from './texts.ts';

/**
 * Why a service is not for somebody, by their file: they have died or moved away, or none of their categories is among those whom the
 * catalogue names for it, with the rule's title. Null where that cannot be told: the audience is no category of the archive (enterprises,
 * schools, residents, children), or the file holds none. Pure.
 */
export function whyNotForThem(definition: FlowDefinition, facts: SubjectFacts): Refusal | null {
  if (definition.subjectMayBeGone) return null;
  const [basis] = definition.basis;
  if (facts.status === '去世' || facts.lifecycle === '已故') return refuse('subject-gone', texts.subjectDied(facts.name, definition.name));
  if (facts.lifecycle === '转出') return refuse('subject-gone', texts.subjectMoved(facts.name, definition.name));
  const { audience } = definition;
  const has = new Set([...facts.categories, ...(facts.keyCategory === null ? [] : [facts.keyCategory])]);
  if (has.size === 0 || !audience.every(isKnownCategory)) return null;
  if (audience.some((id) => categoryMembers(id).some((member) => has.has(member)))) return null;
  const names = audience.map(categoryName);
  return refuse('not-for-them', texts.notForThem(facts.name, definition.name, names, basis?.title ?? null));
}
