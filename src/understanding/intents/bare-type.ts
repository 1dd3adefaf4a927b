import type { bareCommandTypes } from '../../dialogue/command.ts';

export type BareCommandType = (typeof bareCommandTypes)[number];
