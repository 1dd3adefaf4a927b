import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled, type Slots, type SlotValue } from '../flows/slot-value.ts';
import type { Access } from '../people/access/access.ts';
import { maskAddress, maskBankcard, maskIdcard, maskPhone, starName } from '../people/access/masking.ts';
import type { Tx } from '../platform/database.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import { isSealedField } from './case-seal.ts';
import { eventsOf, outcomesOf, readCase } from './case-store.ts';
import { caseAsGranted, eventDataFor, outcomeDataFor, WITHHELD } from './case-view.ts';
import { copiesOf } from './copy-store.ts';
import type { ServiceCase } from './engine/service-case.ts';
import { type Light, lightOf } from './engine/working-time.ts';

/** A case as contract.md section 3 promises it. Moments are ISO 8601 in UTC. */
export interface ShownCase {
  no: string;
  flow: string;
  flowVersion: string;
  state: ServiceCase['state'];
  subject: { archiveNo: string | null; name: string };
  startedBy: string;
  startedAt: string;
  dueAt: string | null;
  light: Light;
  slots: Slots;
  tasks: {
    id: string;
    step: string;
    party: string | null;
    role: string;
    assignees: string[];
    state: string;
    decision: string | null;
    opinion: string | null;
    decidedBy: string | null;
    decidedAt: string | null;
    dueAt: string | null;
  }[];
  events: { seq: number; type: string; at: string; by: string; onBehalfOf?: string; data: Record<string, unknown> }[];
  outcome: { kind: string; key: string; text: string; at: string; data: Record<string, unknown> }[];
  /** Who was sent a copy, and whether they have read it. */
  copies: { staffId: string; kind: string; at: string; readAt: string | null }[];
}

export interface ShowOptions {
  now: Date;
  /** Sensitive slots masked as rules.yaml private_chat has it (the default), or in clear for whoever may see them. */
  sensitive?: 'masked' | 'clear';
  /** What the viewer may see of the subject; all of it where nothing is said (the operator). */
  access?: Access;
}

/** The whole case by its number, or null. The caller has checked who may see it (`seeCase`, `findCases`, case-sight.ts). */
export async function showCase(
  deps: Pick<CaseDeps, 'db' | 'sealer' | 'flows' | 'isWorkday'>,
  no: string,
  options: ShowOptions,
): Promise<ShownCase | null> {
  const { tx } = deps.db;
  const current = await readCase(tx, deps.sealer, no);
  return current && composeCase(deps, tx, current, options);
}

/** A case that was read already, as `showCase` gives it. */
export async function composeCase(
  deps: Pick<CaseDeps, 'sealer' | 'flows' | 'isWorkday'>,
  tx: Tx,
  stored: ServiceCase,
  options: ShowOptions,
): Promise<ShownCase> {
  const { no } = stored;
  const { access } = options;
  const definition = await definitionOf(deps, tx, stored.flow, stored.flowVersion);
  const current = access ? caseAsGranted(definition, stored, access) : stored;
  const events = await eventsOf(tx, deps.sealer, no);
  const outcome = await outcomesOf(tx, no);
  const copies = await copiesOf(tx, no);
  const { subject } = current;
  return {
    no: current.no,
    flow: current.flow,
    flowVersion: current.flowVersion,
    state: current.state,
    subject: { archiveNo: subject.archiveNo, name: subject.name },
    startedBy: current.startedBy,
    startedAt: current.startedAt.toISOString(),
    dueAt: current.dueAt?.toISOString() ?? null,
    light: lightOfCase(current, options.now, deps.isWorkday),
    slots: options.sensitive === 'clear' ? current.slots : maskSlots(definition, current),
    tasks: current.tasks.map(shownTask),
    events: events.map(({ seq, type, at, by, data, onBehalfOf }) => ({
      seq,
      type,
      at: at.toISOString(),
      by,
      ...(onBehalfOf ? { onBehalfOf } : {}),
      data: access ? eventDataFor(data, access) : data,
    })),
    outcome: outcome.map(({ kind, key, text, at, data }) => ({
      kind,
      key,
      text,
      at: at.toISOString(),
      data: access ? outcomeDataFor(data, access) : data,
    })),
    copies: copies.map(({ staffId, kind, at, readAt }) => ({ staffId, kind, at: at.toISOString(), readAt: readAt?.toISOString() ?? null })),
  };
}

function shownTask(task: ServiceCase['tasks'][number]): ShownCase['tasks'][number] {
  const { id, step, party, role, assignees, state, decision, opinion, decidedBy, decidedAt, dueAt } = task;
  const moments = { decidedAt: decidedAt?.toISOString() ?? null, dueAt: dueAt?.toISOString() ?? null };
  return { id, step, party, role, assignees, state, decision, opinion, decidedBy, ...moments };
}

/** The light of a case: the clock stands while it waits, and ended when it was closed. */
export function lightOfCase(current: ServiceCase, now: Date, isWorkday: CaseDeps['isWorkday']): Light {
  const stoppedAt = current.run.pause ? new Date(current.run.pause.since) : current.closedAt;
  return lightOf({ promisedMs: current.run.promisedMs, dueAt: current.dueAt, stoppedAt }, now, isWorkday);
}

/** Slots with what is sensitive masked; health and the like only say that they are filled in. */
export function maskSlots(definition: FlowDefinition, current: ServiceCase): Slots {
  const fields = new Map(definition.fields.map((field) => [field.key, field]));
  return Object.fromEntries(
    Object.entries(current.slots).map(([key, value]) => {
      const field = fields.get(key);
      return [key, field && isSealedField(field, definition) ? maskValue(field, value, current) : value];
    }),
  );
}

function maskValue(field: FieldDefinition, value: SlotValue, { subject }: ServiceCase): SlotValue {
  if (!isFilled(value)) return null;
  if (value === WITHHELD) return value;
  // A yes or an amount says little of a person; a text may say anything.
  if (typeof value !== 'string') return typeof value === 'object' ? WITHHELD : value;
  const area = { town: subject.town, village: subject.village };
  const masks: Partial<Record<FieldDefinition['type'], () => string | null>> = {
    idcard: () => maskIdcard(value, 'private_chat'),
    phone: () => maskPhone(value, 'private_chat'),
    bankcard: () => maskBankcard(value, 'private_chat'),
    address: () => maskAddress(value, 'private_chat', area),
    person: () => starName(value),
  };
  return masks[field.type]?.() ?? WITHHELD;
}
