import type { FlowDefinition } from '../../flows/flow-definition.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { changeVersion } from './change-version.ts';
import { tick } from './clock.ts';
import { decide } from './decide.ts';
import { advance, wait } from './finish.ts';
import { confirmJump, jump, reopen } from './govern.ts';
import { claim, escalate, giveBackToPool, handOver, nameHandlers } from './hands.ts';
import { comment, resume, suspend, terminate, transfer, urge, withdraw } from './operate.ts';
import { removeSigner } from './remove-signer.ts';
import type { ServiceCase } from './service-case.ts';
import { addSigner, delegate } from './signers.ts';
import { skipAgreed } from './skip-agreed.ts';
import { spread } from './spread.ts';
import { subCaseClosed, subCasesStarted } from './sub-cases.ts';
import { resubmit, submit } from './submit.ts';
import { takeBack } from './take-back.ts';

/**
 * The engine: what a case becomes when someone does something with it, or why they cannot. Pure: the time, the actor and the working days
 * come in with `context`; people for the opened tasks, the actions and the notices that follow are data for the caller.
 */
export function transition(definition: FlowDefinition, current: ServiceCase, act: CaseAct, context: ActContext): Moved | Refusal {
  const run = table[act.type] as Row<CaseAct['type']>;
  return run(definition, current, act, context);
}

type Row<Type extends CaseAct['type']> = (
  definition: FlowDefinition,
  current: ServiceCase,
  act: Extract<CaseAct, { type: Type }>,
  context: ActContext,
) => Moved | Refusal;

const table: { [Type in CaseAct['type']]: Row<Type> } = {
  submit: (definition, current, _, context) => submit(definition, current, context),
  resubmit,
  decide,
  advance: (definition, current, _, context) => advance(definition, current, context),
  wait,
  withdraw,
  terminate,
  suspend,
  resume: (definition, current, _, context) => resume(definition, current, context),
  transfer,
  delegate,
  'add-signer': addSigner,
  'remove-signer': removeSigner,
  'name-handlers': nameHandlers,
  claim,
  'give-back': giveBackToPool,
  'take-back': takeBack,
  'hand-over': handOver,
  escalate,
  copy: spread,
  circulate: spread,
  reopen,
  jump,
  'confirm-jump': (definition, current, _, context) => confirmJump(definition, current, context),
  tick,
  'skip-agreed': skipAgreed,
  'sub-cases-started': subCasesStarted,
  'sub-case-closed': subCaseClosed,
  'change-version': changeVersion,
  urge: (definition, current, _, context) => urge(definition, current, context),
  comment,
};
