import { bareCommandTypes } from '../../dialogue/command.ts';

export type BareCommandType = (typeof bareCommandTypes)[number];

const types = new Set<string>(bareCommandTypes);

/** Whether a command of this type has no particulars. */
export function isBareType(type: string): type is BareCommandType {
  return types.has(type);
}
