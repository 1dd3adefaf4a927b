import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** One process of the product, as an operator would run it. */
export interface Process {
  roles: string;
  /** Everything it has printed. */
  printed(): string;
  /** The address it printed under a label; waits for it. */
  address(label: string): Promise<string>;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** Starts `dist/main.js` with this environment alone and resolves once it is connected. */
export async function startProcess(roles: string, env: Record<string, string>, cwd: string): Promise<Process> {
  const child = spawn(process.execPath, [join(root, 'dist', 'main.js')], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ROLE: roles, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const waitFor = async (pattern: RegExp): Promise<string> => {
    for (const end = Date.now() + 30_000; Date.now() < end; await pause(20)) {
      const found = pattern.exec(printed);
      if (found) return found[1] ?? found[0];
      if (child.exitCode !== null) break;
    }
    throw new Error(`${roles} did not print ${pattern}: ${printed}`);
  };
  // Its addresses are the last thing that a starting process prints.
  await waitFor(/本地钉钉聊天页 {2}(\S+)/);
  return {
    roles,
    printed: () => printed,
    address: (label) => waitFor(new RegExp(`${label}  (\\S+)`)),
    kill: (signal) => end(child, signal),
  };
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.kill(signal);
  return ended;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
