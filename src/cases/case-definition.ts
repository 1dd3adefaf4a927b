import type { FlowDefinition } from '../flows/flow-definition.ts';
import type { Tx } from '../platform/database.ts';
import { AppError } from '../platform/errors.ts';
import type { CaseDeps } from './case-deps.ts';
import { findFlowVersion } from './case-store.ts';
import { texts } from './texts.ts';

// A version never changes, so what was read once stays right.
const kept = new Map<string, FlowDefinition>();

/** The definition that a case started with, whatever the flow looks like today. */
export async function definitionOf(deps: Pick<CaseDeps, 'flows'>, tx: Tx, flow: string, version: string): Promise<FlowDefinition> {
  const current = deps.flows.get(flow);
  if (current?.version === version) return current.definition;
  const known = kept.get(version) ?? (await findFlowVersion(tx, version));
  if (!known) throw new AppError('conflict', 'no-flow-version', texts.unknownStep, { message: `no stored definition ${version}` });
  kept.set(version, known);
  return known;
}
