import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { optionsOfBusiness } from '../lexicon/options-of-business.ts';
import { optionsOfPeople } from '../lexicon/options-of-people.ts';
import { optionsOfWishes } from '../lexicon/options-of-wishes.ts';
import type { Span } from '../phrase-table.ts';
import type { SlotReading } from './slot-reading.ts';

const tables = [optionsOfPeople, optionsOfBusiness, optionsOfWishes];

/** What says each option of a field: the flow's own patterns before those that all flows with such a field share. */
function patternsOf(flow: string, field: FieldDefinition): [string, RegExp][] {
  const own = tables.map((table) => table[`${flow}.${field.key}`]).find(Boolean);
  const shared = own ?? tables.map((table) => table[field.key]).find(Boolean);
  return Object.entries(shared ?? {}).filter(([option]) => field.options?.[option] !== undefined);
}

function blank(text: string, spans: Span[]): string {
  return spans.reduce((rest, { start, end }) => rest.slice(0, start) + '\u3000'.repeat(end - start) + rest.slice(end), text);
}

/** Names say nothing about a choice: 钮海军 is no sailor, 东胜街道 sends no leader; nor does the full name of the service itself. */
export function textForChoices(reading: SlotReading): string {
  const { said, flow } = reading;
  const titles = (said.flow?.mentions ?? []).filter(({ phrase }) => phrase.length >= 6 && flow.name.includes(phrase));
  return blank(said.text, [
    ...said.persons,
    ...said.places.filter((place) => place.text.length > 2),
    ...said.organisations.filter(({ name }) => !/养老院|敬老院|光荣院|优抚医院/.test(name)),
    ...titles,
  ]);
}

/** A shop's trade is in its name. */
const IN_NAMES = /^industry_kind$|^audience_kind$|^visit_kind$|^side$|^subject$|^education$/;

export function isInNames(field: FieldDefinition): boolean {
  return IN_NAMES.test(field.key);
}

/** The options that a text says in words of their own, in the order of the patterns. */
export function optionsSaid(flow: string, field: FieldDefinition, text: string): string[] {
  return patternsOf(flow, field)
    .filter(([, pattern]) => pattern.test(text))
    .map(([option]) => option);
}

export function hasPatterns(flow: string, field: FieldDefinition): boolean {
  return patternsOf(flow, field).length > 0;
}
