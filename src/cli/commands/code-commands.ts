import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { printedPasses } from '../../credentials/code/code-pass-store.ts';
import { endPhone, makePhoneLink } from '../../credentials/code/code-phone.ts';
import { phonesOf } from '../../credentials/code/code-phone-store.ts';
import { printCode, revokeSheet } from '../../credentials/code/print-code.ts';
import { showCode } from '../../credentials/code/show-code.ts';
import { type CodeAct, changeCode, issueCode, writableCode } from '../../credentials/code/veteran-code.ts';
import { fullMinuteText } from '../../platform/calendar/day.ts';
import { acting, type Common, tell } from '../acting.ts';
import { type CommandContext, filePath, misuse, printJson, refuse } from '../command-context.ts';
import { credentialCliTexts as say } from '../credential-texts.ts';
import { oneArchiveNo } from '../one-archive-no.ts';
import { cliTexts } from '../texts.ts';

/** `code issue|status|show|link|print|revoke-sheet|end-phone|suspend|resume|revoke <who> --as`: a person's 老兵码. */
export function addCodeCommands(program: Command, context: CommandContext): void {
  const group = program.command('code').description(say.code);
  const add = (usage: string, description: string) =>
    group.command(usage).description(description).requiredOption('--as <staffId>', say.as).option('--json', cliTexts.json);
  add('issue <who>', '签发老兵码（本人须单独同意）')
    .requiredOption('--consent <how>', 'paper 书面、spoken 当面')
    .action((who: string, options: Common & { consent: string }) => issue(context, who, options));
  add('status <who>', '老兵码、纸质码、手机').action((who: string, options: Common) => status(context, who, options));
  add('show <who>', '出示一次，打印核验地址').action((who: string, options: Common) => show(context, who, options));
  add('link <who>', '给本人手机的一次性链接').action((who: string, options: Common) => link(context, who, options));
  add('print <who> <file>', '打印纸质码（PDF）').action((who: string, file: string, options: Common) => print(context, who, file, options));
  add('revoke-sheet <who> <sheet>', '作废一张纸质码').action((who: string, sheet: string, options: Common) =>
    on(context, who, options, (deps, staff, archiveNo) => revokeSheet(deps, staff, { archiveNo, sheet })),
  );
  add('end-phone <who> <phone>', '解除一部手机').action((who: string, id: string, options: Common) =>
    on(context, who, options, (deps, staff, archiveNo) => endPhone(deps, staff, { archiveNo, id })),
  );
  for (const [act, description] of [
    ['suspend', '暂停'],
    ['resume', '恢复'],
    ['revoke', '作废（连同纸质码和手机）'],
  ] as const) {
    add(`${act} <who>`, description)
      .requiredOption('--reason <why>', say.reason)
      .action((who: string, options: Common) => change(context, who, act, options));
  }
}

type Deps = Parameters<typeof printCode>[0];
type Actor = Parameters<typeof printCode>[1];

/** Does one thing to one person's code as the acting member of staff. */
async function within<T>(
  context: CommandContext,
  who: string,
  options: Common,
  work: (deps: Deps, staff: Actor, archiveNo: string) => Promise<T>,
): Promise<T> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const verifyBase = `${app.config.publicUrl}/verify/`;
  return app.db.transaction((tx) => work({ ...deps, tx, verifyBase }, staff, archiveNo));
}

async function on(
  context: CommandContext,
  who: string,
  options: Common,
  work: (deps: Deps, staff: Actor, archiveNo: string) => Promise<{ ok: boolean }>,
): Promise<void> {
  tell(context, await within(context, who, options, work), options);
}

async function change(context: CommandContext, who: string, act: CodeAct, options: Common): Promise<void> {
  await on(context, who, options, (deps, staff, archiveNo) => changeCode(deps, staff, { archiveNo, act, reason: options.reason ?? '' }));
}

async function issue(context: CommandContext, who: string, options: Common & { consent: string }): Promise<void> {
  const { consent } = options;
  if (consent !== 'paper' && consent !== 'spoken') throw misuse('bad-consent', say.badConsent);
  const issued = await within(context, who, options, (deps, staff, archiveNo) => issueCode(deps, staff, { archiveNo, consent }));
  if (!issued.ok) throw refuse(issued.code, issued.sentence);
  if (options.json) printJson(context.io, issued.code);
  else context.io.out(`${say.issued(issued.code.no, issued.code.validUntil)}\n`);
}

async function status(context: CommandContext, who: string, options: Common): Promise<void> {
  const found = await within(context, who, options, async (deps, staff, archiveNo) => {
    const code = await writableCode(deps, staff, archiveNo);
    if ('ok' in code) return code;
    return { code, sheets: await printedPasses(deps.tx, code.no), phones: await phonesOf(deps.tx, code.no) };
  });
  if ('ok' in found) throw refuse(found.code, found.sentence);
  printJson(context.io, found);
}

async function show(context: CommandContext, who: string, options: Common): Promise<void> {
  const shown = await within(context, who, options, (deps, staff, archiveNo) => showCode(deps, staff, archiveNo));
  if (!shown.ok) throw refuse(shown.code, shown.sentence);
  const url = `${context.config.publicUrl}/verify/${shown.token}`;
  if (options.json) printJson(context.io, { ...shown, url });
  else context.io.out(`${say.shown(url, fullMinuteText(shown.expiresAt))}\n`);
}

async function link(context: CommandContext, who: string, options: Common): Promise<void> {
  const made = await within(context, who, options, (deps, staff, archiveNo) => makePhoneLink(deps, staff, archiveNo));
  if (!made.ok) throw refuse(made.code, made.sentence);
  const url = `${context.config.publicUrl}/code/bind/${made.secret}`;
  if (options.json) printJson(context.io, { url, until: made.until });
  else context.io.out(`${say.link(url, fullMinuteText(made.until))}\n`);
}

async function print(context: CommandContext, who: string, file: string, options: Common): Promise<void> {
  const printed = await within(context, who, options, (deps, staff, archiveNo) => printCode(deps, staff, archiveNo));
  if (!printed.ok) throw refuse(printed.code, printed.sentence);
  await writeFile(filePath(context.io, file), printed.pdf, { mode: 0o600 });
  context.io.out(`${say.printed(file, printed.sheet)}\n`);
}
