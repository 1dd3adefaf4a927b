import type { Command } from 'commander';
import { benchTable } from '../bench/bench-table.ts';
import { judge } from '../bench/judge-bench.ts';
import { type BenchSize, runBench } from '../bench/run-bench.ts';
import { runSearchBench } from '../bench/run-search-bench.ts';
import { benchTexts } from '../bench/texts.ts';
import { type CommandContext, misuse, printJson } from '../command-context.ts';
import { cliTexts } from '../texts.ts';

const full: BenchSize = {
  people: 30_789,
  rounds: 26,
  passes: 3,
  searches: 2000,
  decisions: 60,
  sends: 100,
  importRows: 30_000,
  boot: { messages: 300, settleMs: 10_000 },
};
const small: BenchSize = {
  people: 1500,
  rounds: 2,
  passes: 1,
  searches: 100,
  decisions: 3,
  sends: 10,
  importRows: 500,
  boot: { messages: 30, settleMs: 1000 },
};

/** Fewer people than this show that it works; figures need more. */
const SMALL = 5000;

/** `bench`: every figure with its sample size, and beside it the limit measured in the same run (contract.md section 6). */
export function addBenchCommand(program: Command, context: CommandContext): void {
  program
    .command('bench')
    .description('测量速度与内存：在临时数据库上进行，不动现有数据')
    .option('--people <count>', '装入约多少人（至少 1500）；少于 5000 时只做小样', String(full.people))
    .option('--only <part>', '只测一部分：search（查找人员；人数可以到一百万）')
    .option('--json', cliTexts.json)
    .action(async (options: { people: string; only?: string; json?: boolean }) => {
      const people = Number(options.people);
      if (!Number.isInteger(people) || people < 1) throw misuse('bad-people', cliTexts.badPeople);
      const { io, config } = context;
      if (options.only !== undefined) return benchOnly(context, options.only, people, options.json ?? false);
      const size = { ...(people < SMALL ? small : full), people: Math.max(people, small.people) };
      const figures = await runBench(config, size, (what, done, total) => io.progress(what, done, total));
      const limits = judge(figures);
      if (options.json) return printJson(io, { ...figures, limits, passed: limits.every(({ passed }) => passed) });
      io.out(`${benchTable(figures)}\n`);
    });
}

async function benchOnly({ io, config }: CommandContext, part: string, people: number, isJson: boolean): Promise<void> {
  if (part !== 'search') throw misuse('bad-part', cliTexts.badPart);
  const searches = people < SMALL ? small.searches : full.searches;
  const figures = await runSearchBench(config, people, searches, (what, done, total) => io.progress(what, done, total));
  if (isJson) return printJson(io, figures);
  io.out(`${benchTexts.searchLine(benchTexts.database[figures.database], figures.search)}\n`);
}
