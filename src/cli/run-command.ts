import { Command, CommanderError } from 'commander';
import { AppError, reasonOf } from '../platform/errors.ts';
import { type CommandContext, Misuse } from './command-context.ts';
import { cliTexts } from './texts.ts';

export type CommandGroup = (program: Command, context: CommandContext) => void;

/**
 * Runs one command line. Exit codes (contract.md section 2): 0 done, 1 refused or failed, 2 bad usage. Never throws.
 */
export async function runCommand(argv: readonly string[], context: CommandContext, groups: readonly CommandGroup[]): Promise<number> {
  const { io } = context;
  const program = new Command('yinling')
    .description('鄞领：退役军人事务办件与走访')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text), outputError: () => undefined })
    .helpCommand(false)
    .helpOption('-h, --help', '显示用法');
  for (const add of groups) add(program, context);
  inherit(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode.get(context) ?? 0;
  } catch (error) {
    return report(error, context);
  }
}

const exitCode = new WeakMap<CommandContext, number>();

/** For a command that printed its result and still did not succeed (`audit verify` on a broken chain). */
export function endWith(context: CommandContext, code: number): void {
  exitCode.set(context, code);
}

function inherit(parent: Command): void {
  for (const child of parent.commands) {
    child.copyInheritedSettings(parent).helpOption('-h, --help', '显示用法');
    inherit(child);
  }
}

function report(error: unknown, { io }: CommandContext): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // A bare group shows its help, which was printed already.
    if (error.code !== 'commander.help') io.err(`${usageSentence(error)}\n`);
    return 2;
  }
  if (error instanceof AppError) {
    io.err(`${error.sentence}\n`);
    return error instanceof Misuse ? 2 : 1;
  }
  io.err(`命令没有完成：${reasonOf(error)}。已完成的部分保留，请根据原因处理后重试。\n`);
  return 1;
}

/** Commander's words in Chinese; the quoted name is what the person typed or left out. */
function usageSentence(error: CommanderError): string {
  const named = /'([^']+)'/.exec(error.message)?.[1] ?? '';
  const say = cliTexts.usage[error.code] ?? cliTexts.usage.other;
  return `${say?.(named) ?? ''}${cliTexts.usageHint}`;
}
