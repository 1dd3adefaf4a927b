import { type Command, commandSchema, type SlotValue } from '../dialogue/command.ts';
import type { FieldDefinition, FlowBook } from '../flows/flow-definition.ts';
import { isDay } from '../platform/calendar/day.ts';
import { isBankcard, isIdcard, isPhone } from './readers/identity-reader.ts';
import type { UnderstandingContext } from './understander.ts';

/** A model may not decide, operate on a case or confirm: those need the person's own plain words. */
const NEVER_PROPOSED = new Set<Command['type']>(['decide', 'operate', 'confirm']);
const MOST_COMMANDS = 12;

export interface ProposalGround {
  /** What the person typed; a name or a text that is not in it was invented. */
  said: string;
  context: UnderstandingContext;
  flows: FlowBook;
  /** Puts personal data back; null for a mark that was never given out. */
  restore(value: string): string | null;
}

/** The JSON array in a reply, whatever stands around it (code fences, an object with `commands`); null when there is none. */
function arrayIn(reply: string): unknown[] | null {
  const start = reply.indexOf('[');
  const end = reply.lastIndexOf(']');
  if (start < 0 || end <= start || reply.length > 20_000) return null;
  try {
    const parsed: unknown = JSON.parse(reply.slice(start, end + 1));
    return Array.isArray(parsed) ? parsed : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Restores marks all through a value; undefined when one cannot be restored. */
function restored(value: unknown, restore: ProposalGround['restore']): unknown {
  if (typeof value === 'string') return restore(value) ?? undefined;
  if (Array.isArray(value)) {
    const parts = value.map((part) => restored(part, restore));
    return parts.includes(undefined) ? undefined : parts;
  }
  if (value === null || typeof value !== 'object') return value;
  const parts = Object.entries(value).map(([key, part]) => [key, restored(part, restore)] as const);
  return parts.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(parts);
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/[\s,，。.;；]/g, '');
}

function isSaid(value: string | undefined, said: string): boolean {
  return value === undefined || plain(said).includes(plain(value));
}

const fits: Partial<Record<FieldDefinition['type'], (value: SlotValue, field: FieldDefinition, said: string) => boolean>> = {
  number: (value) => typeof value === 'number',
  money: (value) => typeof value === 'number' && value >= 0,
  bool: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && isDay(value),
  daterange: (value) => value !== null && typeof value === 'object' && 'from' in value && isDay(value.from) && isDay(value.to),
  enum: (value, field) => typeof value === 'string' && value in (field.options ?? {}),
  multi: (value, field) => Array.isArray(value) && value.every((key) => key in (field.options ?? {})),
  idcard: (value, _, said) => typeof value === 'string' && isIdcard(value) && isSaid(value, said),
  phone: (value, _, said) => typeof value === 'string' && isPhone(value) && isSaid(value, said),
  bankcard: (value, _, said) => typeof value === 'string' && isBankcard(value) && isSaid(value, said),
  datetime: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(value),
  file: () => false,
};

function isPossibleSlot(field: FieldDefinition | undefined, value: SlotValue, said: string): boolean {
  if (!field || value === null) return false;
  const check = fits[field.type];
  return check ? check(value, field, said) : typeof value === 'string' && isSaid(value, said);
}

/** The service that a command names, if it names one. */
function flowOf(command: Command): string | undefined {
  if (command.type === 'show-case') return command.by.flow;
  return 'flow' in command ? command.flow : undefined;
}

/** Whom a command is about, as far as only the person can have said it. */
function claimsOf(command: Command): (string | undefined)[] {
  if (command.type === 'find-person') return [command.by.name, command.by.idcard, command.by.phone];
  if (command.type === 'show-case') return [command.by.person, command.by.no];
  return command.type === 'record-visit' ? [command.person] : [];
}

function isEmptySearch(command: Command): boolean {
  return (command.type === 'find-person' || command.type === 'show-case') && Object.keys(command.by).length === 0;
}

function isPossible(command: Command, flow: string | undefined, { flows, said }: ProposalGround): boolean {
  if (NEVER_PROPOSED.has(command.type) || isEmptySearch(command)) return false;
  const named = flowOf(command);
  if (named !== undefined && !flows.get(named)) return false;
  if (!claimsOf(command).every((claim) => isSaid(claim, said))) return false;
  if (command.type !== 'set-slot') return true;
  const fields = flow === undefined ? [] : (flows.get(flow)?.definition.fields ?? []);
  return isPossibleSlot(
    fields.find((field) => field.key === command.slot),
    command.value,
    said,
  );
}

/**
 * The commands of a model's reply that belong to the grammar, name services and fields that exist, hold values of the right form, and
 * say nothing that the person did not say. What does not is dropped; empty when nothing is left.
 */
export function proposedCommands(reply: string, ground: ProposalGround): Command[] {
  const proposals = arrayIn(reply)?.slice(0, MOST_COMMANDS) ?? [];
  const commands = proposals.flatMap((proposal) => {
    const checked = commandSchema.safeParse(restored(proposal, ground.restore));
    return checked.success ? [checked.data] : [];
  });
  const started = commands.find((command) => command.type === 'start-flow');
  const under = ground.context && 'flow' in ground.context ? ground.context.flow : undefined;
  const flow = started?.type === 'start-flow' ? started.flow : under;
  return commands.filter((command) => isPossible(command, flow, ground));
}
