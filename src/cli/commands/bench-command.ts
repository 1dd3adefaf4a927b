import type { Command } from 'commander';
import { judge } from '../bench/judge-bench.ts';
import { type BenchSize, runBench } from '../bench/run-bench.ts';
import { type CommandContext, misuse, printJson } from '../command-context.ts';
import { cliTexts } from '../texts.ts';

const full: BenchSize = { people: 30_789, rounds: 40, searches: 2000, decisions: 60, sends: 60, importRows: 10_000, withBoot: true };
const small: BenchSize = { people: 1500, rounds: 2, searches: 100, decisions: 5, sends: 10, importRows: 500, withBoot: false };

/** `bench`: every figure with its sample size, and beside it the limit measured in the same run (contract.md section 6). */
export function addBenchCommand(program: Command, context: CommandContext): void {
  program
    .command('bench')
    .description('测量速度与内存：在临时数据库上进行，不动现有数据')
    .option('--people <count>', '装入多少人；少于 5000 时只做小样', String(full.people))
    .option('--json', cliTexts.json)
    .action(async (options: { people: string; json?: boolean }) => {
      const people = Number(options.people);
      if (!Number.isInteger(people) || people < 1000) throw misuse('bad-people', cliTexts.bench.badPeople);
      const { io, config } = context;
      const size = people < 5000 ? { ...small, people } : { ...full, people };
      const figures = await runBench(config, size, (what, done, total) => io.progress(what, done, total));
      const judged = judge(figures);
      if (options.json) return printJson(io, { ...figures, judged });
      for (const { figure, value, limit, must, passed } of judged) {
        io.out(`${passed ? '✓' : '✗'} ${cliTexts.bench.line(figure, value, limit, must)}\n`);
      }
      io.out(`${cliTexts.bench.ratios(figures)}\n`);
    });
}
