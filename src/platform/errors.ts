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

/** The English one-line reason of anything thrown, without stack or payload. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
