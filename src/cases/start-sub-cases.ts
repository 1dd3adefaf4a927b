import { checkSlots } from '../flows/applicable-fields.ts';
import { isFilled, type Slots } from '../flows/slot-value.ts';
import type { SubCaseDefinition } from '../flows/sub-case-definition.ts';
import { findStaff } from '../organisation/staff-store.ts';
import { listStations } from '../organisation/station-store.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import type { StartedSubCases, StartSubCases } from './carry-out.ts';
import { refuse } from './engine/act.ts';
import type { CaseSubject, ServiceCase } from './engine/service-case.ts';
import { startCase } from './start-case.ts';
import { texts } from './texts.ts';

/**
 * The cases that a step of another case starts (子流程、批量派发), in the same transaction and in the name of its starter: for the same person, or for each
 * station of a level, whose officers then hold it.
 */
export const startSubCases: StartSubCases = async (deps, tx, { parent, step, context, channel }) => {
  const { subCases } = step;
  const flow = subCases && deps.flows.get(subCases.flow);
  const startedBy = await findStaff(tx, parent.startedBy);
  if (!subCases || !flow || !startedBy) return refuse('unknown-flow', texts.unknownFlow);
  const started: StartedSubCases = { ok: true, children: [], audits: [] };
  const parts = await partsOf(tx, parent, subCases);
  for (const [index, { subject, slots }] of parts.entries()) {
    const checked = checkSlots(flow.definition, slots, { today: dayOf(context.now), ...(deps.places ? { places: deps.places } : {}) });
    if (!checked.ok) return refuse('form-faults', texts.formFaults(checked.faults.map((fault) => fault.sentence)));
    const one = await startCase(deps, tx, flow, {
      flow: flow.definition.id,
      subject,
      slots: checked.slots,
      startedBy,
      // Entered once more after a return, the step starts others.
      submissionKey: `${parent.no}/${step.key}/${parent.run.enteredFrom ?? 0}/${index + 1}`,
      now: context.now,
      channel,
      parent: parent.no,
      startSubCases,
    });
    if (!one.ok) return one;
    started.children.push({ no: one.done.case.no, name: flow.definition.name });
    started.audits.push(...one.done.audits);
  }
  return started;
};

interface Part {
  subject: CaseSubject;
  slots: Slots;
}

/** One, or one for each chosen option or station. */
async function partsOf(tx: Tx, { slots, subject }: ServiceCase, { each, slots: taken = {} }: SubCaseDefinition): Promise<Part[]> {
  const shared = Object.fromEntries(Object.entries(taken).flatMap(([to, from]) => (isFilled(slots[from]) ? [[to, slots[from]]] : [])));
  if (each === undefined) return [{ subject, slots: shared }];
  if ('stations' in each) {
    const stations = await listStations(tx, { level: each.stations });
    return stations.map(({ name, town, village }) => ({
      subject: { archiveNo: null, name, town, village },
      slots: each.slot === undefined ? shared : { ...shared, [each.slot]: name },
    }));
  }
  const chosen = slots[each.field];
  if (!Array.isArray(chosen)) return [{ subject, slots: shared }];
  return chosen.map((option) => ({ subject, slots: { ...shared, [each.slot]: option } }));
}
