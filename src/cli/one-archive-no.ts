import type { App } from '../app.ts';
import type { Staff } from '../organisation/staff.ts';
import { findByText } from '../people/search/find-by-text.ts';
import { refuse } from './command-context.ts';
import { cliTexts } from './texts.ts';

/** The archive number that a command's person means, looked for as the acting member of staff may. Throws AppError where it is not one person. */
export async function oneArchiveNo(app: App, staff: Staff, who: string): Promise<string> {
  if (/^YZ-\d+$/i.test(who)) return who.toUpperCase();
  const found = await findByText({ tx: app.db.tx, sealer: app.sealer, now: app.clock.now() }, staff, who);
  if (found.kind === 'found') return found.person.archiveNo;
  if (found.kind !== 'several') throw refuse('no-such-person', cliTexts.person.none);
  const lines = found.choices.map((choice) => `${choice.archiveNo}  ${choice.label}`);
  throw refuse('several-people', [cliTexts.person.several(found.total, found.isMore), ...lines].join('\n'));
}
