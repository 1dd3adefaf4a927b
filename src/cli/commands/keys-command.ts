import { join } from 'node:path';
import type { Command } from 'commander';
import { rotateFiles } from '../../platform/keys/rotate-files.ts';
import { type Rotation, rotateKeys } from '../../platform/keys/rotate-keys.ts';
import { sealedPlaces } from '../../serving/sealed-places.ts';
import { type CommandContext, printJson } from '../command-context.ts';
import { endWith } from '../run-command.ts';
import { cliTexts } from '../texts.ts';

/** `keys rotate`: seals everything anew with the first key of FIELD_KEYS while the service runs. */
export function addKeysCommand(program: Command, context: CommandContext): void {
  const keys = program.command('keys').description('字段加密密钥');
  keys
    .command('rotate')
    .description('用 FIELD_KEYS 的第一把密钥重新加密所有加密字段；不停服务，中断后再运行接着做')
    .option('--json', cliTexts.json)
    .action(async (options: { json?: boolean }) => {
      const { io, config } = context;
      const app = await context.app();
      const [first] = app.secrets.fieldKeys;
      const started = performance.now();
      const rotation = await rotateKeys(
        {
          db: app.db,
          sealer: app.sealer,
          aim: `${config.cryptoSuite}.${first?.id ?? ''}`,
          now: () => app.clock.now(),
          onProgress: (done, total) => io.progress(cliTexts.keys.rotating, done, Math.max(total, 1)),
        },
        sealedPlaces,
      );
      const files = await rotateFiles(join(config.dataDir, 'files'), app.sealer);
      const unused = app.secrets.fieldKeys.map((key) => key.id).filter((id) => !rotation.keysInUse[id] && id !== first?.id);
      const seconds = Math.round(performance.now() - started) / 1000;
      if (options.json) printJson(io, { ...rotation, files, unusedKeys: unused, seconds });
      else io.out(`${report(rotation, files, unused, seconds)}\n`);
      if (Object.keys(rotation.unreadable).length + files.unreadable > 0) endWith(context, 1);
    });
}

function report(
  rotation: Rotation,
  files: { files: number; resealed: number; unreadable: number },
  unused: string[],
  seconds: number,
): string {
  const say = cliTexts.keys;
  const lost = Object.entries(rotation.unreadable).map(([id, count]) => say.unreadable(id, count));
  return [
    say.done(rotation.rows, rotation.resealed, seconds),
    say.files(files.files, files.resealed),
    ...lost,
    ...(files.unreadable > 0 ? [say.unreadableFiles(files.unreadable)] : []),
    unused.length > 0 ? say.mayGo(unused) : say.noneToGo,
  ].join('\n');
}
