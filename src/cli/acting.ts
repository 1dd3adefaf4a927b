import type { App } from '../app.ts';
import type { Staff } from '../organisation/staff.ts';
import type { Sealer } from '../platform/seal.ts';
import { actingStaff } from './acting-staff.ts';
import { type CommandContext, printJson, refuse } from './command-context.ts';
import { cliTexts } from './texts.ts';

/** Options that every command about one person's file has. */
export interface Common {
  as: string;
  reason?: string;
  json?: boolean;
}

export interface Acting {
  app: App;
  staff: Staff;
  deps: { sealer: Sealer; now: Date; channel: string };
}

/** Who acts, and with what. */
export async function acting(context: CommandContext, as: string): Promise<Acting> {
  const app = await context.app();
  return { app, staff: await actingStaff(app, as), deps: { sealer: app.sealer, now: app.clock.now(), channel: 'cli' } };
}

/** Prints what was done; a refusal becomes the command's own. */
export function tell(context: CommandContext, result: { ok: boolean }, options: Common): void {
  const { ok, ...rest } = result as { ok: boolean; code?: string; sentence?: string };
  if (!ok) throw refuse(rest.code ?? 'refused', rest.sentence ?? cliTexts.personWrites.refused);
  if (options.json) printJson(context.io, rest);
  else context.io.out(`${cliTexts.personWrites.done}\n`);
}
