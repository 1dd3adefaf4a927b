import type { Command } from 'commander';
import { levelOfStaff, type Scanner } from '../../credentials/scanner/scanner-level.ts';
import { dismissScanner, registerScanner, scannersFor } from '../../credentials/scanner/scanners.ts';
import { rotateSigningKey, verifyingKeys, withdrawSigningKey } from '../../credentials/signing/signing-keys.ts';
import { verifyCredential } from '../../credentials/verify/verify-credential.ts';
import { faultSentences, verifyTexts } from '../../credentials/verify/verify-texts.ts';
import { acting, type Common, tell } from '../acting.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, misuse, printJson, refuse } from '../command-context.ts';
import { credentialCliTexts as say } from '../credential-texts.ts';
import { endWith } from '../run-command.ts';
import { cliTexts } from '../texts.ts';

/** `verify <token>`, `scanner add|list|remove`, `signing-key list|rotate|withdraw`. */
export function addScanCommands(program: Command, context: CommandContext): void {
  program
    .command('verify <token>')
    .description('核验一个老兵码、证照二维码或核验码（会留痕；老兵码只能扫一次）')
    .option('--as <staffId>', `${say.as}；不写按公众扫码`)
    .option('--json', cliTexts.json)
    .action((token: string, options: Partial<Common>) => verify(context, token, options));
  const scanner = program.command('scanner').description(say.scanner);
  const add = (usage: string, description: string) =>
    scanner.command(usage).description(description).requiredOption('--as <staffId>', say.as).option('--json', cliTexts.json);
  add('add <name>', '登记一台设备，打印一次性的启用地址')
    .option('--level <level>', 'merchant 商户、partner 部门和行业单位', 'merchant')
    .action((name: string, options: Common & { level: string }) => addScanner(context, name, options));
  add('list', '已登记的设备').action((options: Common) => listAll(context, options));
  add('remove <id>', '停用一台设备').action(async (id: string, options: Common) => {
    const { app, staff, deps } = await acting(context, options.as);
    tell(context, await app.db.transaction((tx) => dismissScanner({ ...deps, tx }, staff, id)), options);
  });
  addKeyCommands(program, context);
}

function addKeyCommands(program: Command, context: CommandContext): void {
  const keys = program.command('signing-key').description(say.signingKey);
  keys
    .command('list')
    .description('全部签名密钥（公钥）')
    .option('--json', cliTexts.json)
    .action(async (options: { json?: boolean }) => {
      const app = await context.app();
      const all = [...(await verifyingKeys(app.db.tx)).values()];
      if (options.json) return printJson(context.io, all);
      for (const { id, algorithm, state, createdAt } of all)
        context.io.out(`${id}  ${algorithm}  ${state}  ${createdAt.toISOString().slice(0, 10)}\n`);
    });
  keys
    .command('rotate')
    .description('换一把新的签名密钥；旧码、旧证仍然有效')
    .action(async () => {
      const app = await context.app();
      const { to } = await app.db.transaction((tx) => rotateSigningKey({ tx, sealer: app.sealer, now: app.clock.now() }, 'operator'));
      context.io.out(`${say.rotated(to)}\n`);
    });
  keys
    .command('withdraw <id>')
    .description('停用一把可能泄露的密钥；用它签过的一切不再有效')
    .action(async (id: string) => {
      const app = await context.app();
      const deps = { sealer: app.sealer, now: app.clock.now() };
      const isDone = await app.db.transaction((tx) => withdrawSigningKey({ ...deps, tx }, id, 'operator'));
      if (!isDone) throw refuse('no-such-key', say.noKey);
      context.io.out(`${say.withdrawn}\n`);
    });
}

async function verify(context: CommandContext, token: string, options: Partial<Common>): Promise<void> {
  const app = await context.app();
  const staff = options.as === undefined ? null : await actingStaff(app, options.as);
  const scanner: Scanner = staff
    ? { level: levelOfStaff(staff), actor: staff.id, mark: `staff:${staff.id}`, staff }
    : { level: 'public', actor: 'scanner:public', mark: 'cli', staff: null };
  const text = token.split('/').at(-1) ?? token;
  const deps = { sealer: app.sealer, now: app.clock.now() };
  const verdict = await app.db.transaction((tx) => verifyCredential({ ...deps, tx }, text, scanner));
  if (options.json) printJson(context.io, verdict);
  else context.io.out(`${verdict.valid ? say.valid(verifyTexts.kinds[verdict.what]) : say.invalid(faultSentences[verdict.fault])}\n`);
  if (!verdict.valid) endWith(context, 1);
}

async function addScanner(context: CommandContext, name: string, options: Common & { level: string }): Promise<void> {
  const { level } = options;
  if (level !== 'merchant' && level !== 'partner') throw misuse('bad-level', say.badLevel);
  const { app, staff, deps } = await acting(context, options.as);
  const made = await app.db.transaction((tx) => registerScanner({ ...deps, tx }, staff, { name, level }));
  if (!made.ok) throw refuse(made.code, made.sentence);
  const url = `${app.config.publicUrl}/verify/enrol/${made.enrolment}`;
  if (options.json) printJson(context.io, { id: made.id, url, until: made.until });
  else context.io.out(`${say.enrol(made.id, url)}\n`);
}

async function listAll(context: CommandContext, options: Common): Promise<void> {
  const { app, staff } = await acting(context, options.as);
  const scanners = await scannersFor(app.db.tx, staff);
  if (scanners === null) throw refuse('forbidden', cliTexts.person.refused);
  if (options.json) return printJson(context.io, scanners);
  for (const one of scanners)
    context.io.out(`${one.id}  ${one.level}  ${one.name}  ${one.endedAt ? '已停用' : one.enrolledAt ? '在用' : '待启用'}\n`);
}
