import type { App } from '../app.ts';
import type { Staff } from '../organisation/staff.ts';
import { findStaff } from '../organisation/staff-store.ts';
import { refuse } from './command-context.ts';
import { cliTexts } from './texts.ts';

/** The staff member whom a command acts as (`--as <工号>`). Throws AppError when there is none. */
export async function actingStaff(app: App, id: string): Promise<Staff> {
  const staff = await findStaff(app.db.tx, id);
  if (!staff) throw refuse('no-such-staff', cliTexts.noStaff(id));
  return staff;
}
