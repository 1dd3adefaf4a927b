import { resolve } from 'node:path';
import type { App } from '../app.ts';
import type { Config } from '../platform/config.ts';
import { AppError } from '../platform/errors.ts';

/** Where a command reads and writes: a terminal, or the connection of a command that runs inside the server. */
export interface CommandIo {
  out(text: string): void;
  err(text: string): void;
  /** Whole standard input, line by line. */
  lines(): AsyncIterable<string>;
  /** Draws progress where a person watches; does nothing elsewhere. */
  progress(what: string, done: number, total: number): void;
  /** Folder that relative file names count from. */
  cwd: string;
}

/** What a command works with. `app()` opens the database at first use, so that `--help` and bad usage touch nothing. */
export interface CommandContext {
  io: CommandIo;
  config: Config;
  app(): Promise<App>;
}

/** A request that was understood and refused: printed in Chinese, exit code 1. */
export function refuse(code: string, sentence: string): AppError {
  return new AppError('invalid-input', code, sentence);
}

/** A command line that cannot be meant as it is written: printed in Chinese, exit code 2. */
export class Misuse extends AppError {}

export function misuse(code: string, sentence: string): Misuse {
  return new Misuse('invalid-input', code, sentence);
}

export function printJson(io: CommandIo, value: unknown): void {
  io.out(`${JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? Number(part) : part), 2)}\n`);
}

export function filePath(io: CommandIo, name: string): string {
  return resolve(io.cwd, name);
}
