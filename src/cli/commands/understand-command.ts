import type { Command } from 'commander';
import { loadFlows } from '../../flows/load-flows.ts';
import { readDemoStations } from '../../organisation/demo/demo-stations.ts';
import { createPlaceBook } from '../../organisation/place-book.ts';
import { projectFile } from '../../platform/project-file.ts';
import { rulesUnderstander } from '../../serving/understander-of.ts';
import { understandLines } from '../../understanding/understand-lines.ts';
import type { CommandContext } from '../command-context.ts';

/** `understand`: JSONL in, JSONL out (shared/understanding.md). By the rules alone and the district's published places, without a database. */
export function addUnderstandCommand(program: Command, context: CommandContext): void {
  program
    .command('understand')
    .description('逐行读取 JSON（id、text、now、staff、context），逐行输出理解出的命令')
    .action(async () => {
      const flows = await loadFlows(projectFile('flows/'));
      const understander = rulesUnderstander(flows, createPlaceBook(readDemoStations()));
      const { io } = context;
      for await (const line of understandLines(io.lines(), understander, () => performance.now())) io.out(`${line}\n`);
    });
}
