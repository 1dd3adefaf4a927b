import { createApp } from './app.ts';
import { loadConfig, readEnvFile } from './platform/config.ts';
import { AppError, reasonOf } from './platform/errors.ts';
import { ensureDemoDistrict } from './serving/demo-district.ts';
import { drawProgress } from './serving/draw-progress.ts';
import { startServer } from './serving/server.ts';

/** A start that the operator's configuration stops (sysexits EX_CONFIG; contract.md section 1). */
const EXIT_CONFIG = 78;

async function main(): Promise<void> {
  readEnvFile();
  const loaded = loadConfig();
  if (!loaded.ok) {
    for (const fault of loaded.faults) console.error(fault);
    process.exit(EXIT_CONFIG);
  }
  const app = await createApp(loaded.config, { works: loaded.config.roles.has('worker') });
  // The last guard: nothing is expected to reach it, and what does must not end the service of a whole bureau.
  process.on('unhandledRejection', (error) => app.log.error({ reason: reasonOf(error) }, 'unhandled rejection'));
  await ensureDemoDistrict(app, drawProgress());
  const server = await startServer(app);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    server.stop().then(
      () => process.exit(0),
      (error) => {
        app.log.error({ reason: reasonOf(error) }, 'stopped with a fault');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  for (const [label, url] of server.urls) console.log(`${label}  ${url}`);
}

main().catch((error) => {
  console.error(error instanceof AppError ? error.sentence : `启动失败：${reasonOf(error)}`);
  process.exit(error instanceof AppError && error.code === 'local-dingtalk-forbidden' ? EXIT_CONFIG : 1);
});
