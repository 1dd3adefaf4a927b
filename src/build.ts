import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Makes `dist/` when it is missing or older than what it is made from, so that a first start builds and a later one does not wait.
 * Run directly by Node, before anything is compiled.
 */
const root = join(import.meta.dirname, '..');
const stampPath = join(root, 'dist', '.built');

function fingerprint(): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`);
  };
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'prisma/schema.prisma'])
    add(join(root, file));
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && /\.tsx?$/.test(entry.name) && !path.includes(join('platform', 'generated'))) add(path);
  }
  return hash.digest('hex');
}

function run(command: string, args: string[]): void {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [join(root, 'node_modules', command), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}\n构建失败，没有启动。请检查上面的错误。\n`);
  process.exit(1);
}

const wanted = fingerprint();
const built = existsSync(stampPath) ? readFileSync(stampPath, 'utf8') : '';
const isComplete =
  existsSync(join(root, 'src', 'platform', 'generated', 'prisma', 'client.ts')) && existsSync(join(root, 'dist', 'main.js'));
if (wanted !== built || !isComplete) {
  if (!process.argv.includes('--quiet')) process.stdout.write('正在构建鄞领……\n');
  run('prisma/build/index.js', ['generate']);
  run('typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
  writeFileSync(stampPath, wanted);
}
