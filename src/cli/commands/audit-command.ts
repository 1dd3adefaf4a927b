import type { Command } from 'commander';
import { verifyAudit } from '../../audit/verify-audit.ts';
import { type CommandContext, printJson } from '../command-context.ts';
import { endWith } from '../run-command.ts';
import { cliTexts } from '../texts.ts';

/** `audit verify`: recomputes the whole hash chain. */
export function addAuditCommand(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('查阅留痕');
  audit
    .command('verify')
    .description('核验整条哈希链；断裂时退出码为 1，并指出第一条坏记录')
    .option('--json', cliTexts.json)
    .action(async (options: { json?: boolean }) => {
      const { io } = context;
      const app = await context.app();
      const verdict = await verifyAudit(app.db.tx, (done, total) => io.progress('核验', done, total));
      if (options.json) printJson(io, verdict);
      else if (verdict.ok) io.out(`${cliTexts.audit.ok(Number(verdict.checked))}\n`);
      else io.out(`${cliTexts.audit.broken(String(verdict.firstBad.seq), verdict.firstBad.fault)}\n`);
      if (!verdict.ok) endWith(context, 1);
    });
}
