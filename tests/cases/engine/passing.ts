import type { Moved } from '../../../src/cases/engine/act.ts';
import { partiesOf, stepOf } from '../../../src/cases/engine/move.ts';
import type { CaseTask, ServiceCase } from '../../../src/cases/engine/service-case.ts';
import type { FlowDefinition, StepDefinition } from '../../../src/flows/flow-definition.ts';

/**
 * A second opinion on when a step may end by agreement: counted from its tasks alone, with none of the engine's rules. Returns what speaks against it.
 */
export function whyNotPassed(definition: FlowDefinition, before: ServiceCase, moved: Moved, signers: SignerCount): string[] {
  const step = stepOf(definition, before.step);
  const isOver = moved.case.step !== before.step || moved.actions.some((action) => action.stage === 'step');
  if (!step || before.state !== 'open' || !isOver || (moved.case.step === null && moved.case.state !== 'completed')) return [];
  const round = moved.case.tasks.filter((task) => task.step === step.key && task.position >= (before.run.enteredFrom ?? 1));
  const side = moved.case.run.side ?? {};
  const own = (party: string) => round.filter((task) => !side[task.id] && (step.parties ? task.party === party : true)).at(-1);
  const parties = partiesOf(step, definition, moved.case);
  const agreeing = parties.filter((party) => own(party.key)?.decision === 'approve');
  const left = round.filter((task) => task.state === 'open' || task.state === 'waiting');
  return [
    ...joinFaults(step, parties, agreeing, own),
    ...left.map((task) => `${task.id} was left ${task.state}`),
    ...signers.missing(definition, before, moved),
  ];
}

type Parties = ReturnType<typeof partiesOf>;

function joinFaults(step: StepDefinition, parties: Parties, agreeing: Parties, own: (party: string) => CaseTask | undefined): string[] {
  const weigh = (of: Parties) => of.reduce((sum, party) => sum + (party.weight ?? 1), 0);
  const spoken = parties.filter((party) => own(party.key)?.state === 'done');
  if (step.join === 'any') return agreeing.length > 0 ? [] : ['nobody agreed'];
  if (step.join === 'vote') {
    const share = weigh(agreeing) / weigh(parties);
    const isVetoed = parties.some((party) => party.veto && own(party.key)?.decision === 'reject');
    return [
      ...(share >= (step.passShare ?? 0.5) ? [] : [`only ${share} agreed`]),
      ...(spoken.length >= (step.quorum ?? 0) ? [] : [`only ${spoken.length} spoke`]),
      ...(isVetoed ? ['in spite of a veto'] : []),
    ];
  }
  const mayReject = step.onReject === 'return-subitem';
  return parties
    .filter((party) => !agreeing.includes(party) && !(mayReject && own(party.key)?.decision === 'reject'))
    .map((party) => `${party.key} did not agree`);
}

/** Counts signers that were asked for and not taken away, so that none is forgotten. */
export class SignerCount {
  readonly #asked = new Map<string, number>();

  hear({ history, case: current }: Moved): void {
    for (const { type, data } of history) {
      const task = String(data['task']);
      const root = current.run.side?.[task]?.parent ?? task;
      if (type === 'signer-added') this.#asked.set(task, (this.#asked.get(task) ?? 0) + 1);
      if (type === 'signer-removed' && current.run.side?.[task]?.kind !== 'delegate')
        this.#asked.set(root, (this.#asked.get(root) ?? 0) - 1);
    }
  }

  /** Signers whom a step that all must agree to was left without. */
  missing(definition: FlowDefinition, before: ServiceCase, { case: current }: Moved): string[] {
    const step = stepOf(definition, before.step);
    if (!step || step.join === 'any' || step.join === 'vote') return [];
    const { tasks, run } = current;
    return [...this.#asked].flatMap(([task, count]) => {
      const parent = tasks.find((one) => one.id === task && one.step === step.key && one.position >= (before.run.enteredFrom ?? 1));
      if (parent?.decision !== 'approve') return [];
      const signed = Object.entries(run.side ?? {}).filter(
        ([id, side]) => side.parent === task && side.kind !== 'delegate' && isDone(tasks, id),
      );
      return signed.length >= count ? [] : [`${task} was to be signed by ${count} and was by ${signed.length}`];
    });
  }
}

function isDone(tasks: readonly CaseTask[], id: string): boolean {
  return tasks.some((task) => task.id === id && task.state === 'done');
}
