/** How the caller should react; the five kinds of house.md. */
export type ErrorKind = 'invalid-input' | 'not-found' | 'forbidden' | 'conflict' | 'upstream';

/**
 * A fault that stops the work at hand. `sentence` is Chinese, fit to be shown: what happened, what was kept, what to do.
 * `message` is English, for logs, and never holds personal data.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly sentence: string;

  constructor(kind: ErrorKind, code: string, sentence: string, options?: { cause?: unknown; message?: string }) {
    super(options?.message ?? code, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.code = code;
    this.sentence = sentence;
  }
}

/**
 * The English one-line reason of anything thrown, fit for a log: without stack or payload, and without what may be personal. Drivers
 * and parsers quote the value they choke on (`invalid input syntax for type date: "…"`), so Chinese and long numbers are left out.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return `${error.code}: ${error.message}`;
  if (!(error instanceof Error)) return withoutValues(String(error));
  const { code } = error as { code?: unknown };
  // Prisma shows the arguments of a call it cannot make.
  if (error.name === 'PrismaClientValidationError') return error.name;
  return `${error.name}${typeof code === 'string' ? ` ${code}` : ''}: ${withoutValues(error.message)}`;
}

function withoutValues(message: string): string {
  const last = message.trim().split('\n').at(-1) ?? '';
  return last
    .replace(/[\u3400-\u9fff\uf900-\ufaff]+/g, '…')
    .replace(/\d{6,}/g, '#')
    .slice(0, 300);
}
