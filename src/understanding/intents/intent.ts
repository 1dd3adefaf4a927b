import type { CaseKey, Command } from '../../dialogue/command.ts';
import type { FlowGuess } from '../flow-classifier.ts';
import type { Span } from '../phrase-table.ts';
import { readCaseTail } from '../readers/case-number-reader.ts';
import { compact, type Said, type Scene } from '../said.ts';

/** What a text may mean, and how sure that is: 0.9 and more is plainly said, under 0.5 nothing is made of it. */
export interface Reading {
  commands: Command[];
  confidence: number;
}

/** Looks for one kind of wish in a text; null when it is not there. */
export type IntentReader = (said: Said, scene: Scene) => Reading | null;

export function reading(confidence: number, ...commands: Command[]): Reading {
  return { commands, confidence };
}

/** The service that a text names, when that is sure enough to be acted on. */
export function surelyNamed(guess: FlowGuess | null, atLeast = 0.6): string | undefined {
  return guess && guess.confidence >= atLeast ? guess.flow : undefined;
}

/** Only a service called by a name counts: for texts about a case, where other words would mislead. */
export function namedFlow(said: Said): string | undefined {
  return said.flow && said.flow.mentions.length > 0 ? said.flow.flow : undefined;
}

/** Which case is meant: by number, else by person and service; undefined when only the open one can be. */
export function caseKeyIn(said: Said, except?: string): CaseKey | undefined {
  const [first] = said.caseNumbers;
  if (first) return first.no;
  const tail = /(?:那|这)?(?:件|单|号)/.test(said.text) ? readCaseTail(said.text) : null;
  if (tail) return tail.no;
  const person = said.persons.find((one) => one.name !== except)?.name;
  const flow = namedFlow(said);
  return person === undefined && flow === undefined ? undefined : compact({ person, flow });
}

/** The text without some of its places, each left as a break. */
export function without(text: string, spans: Span[]): string {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  let rest = '';
  let at = 0;
  for (const span of sorted) {
    if (span.start >= at) rest += `${text.slice(at, span.start)}\n`;
    at = Math.max(at, span.end);
  }
  return rest + text.slice(at);
}

/** Where the case is named (numbers, persons, service), for taking it out of an opinion. */
export function caseSpans(said: Said): Span[] {
  return [...said.caseNumbers, ...said.persons, ...(said.flow?.mentions ?? [])];
}
