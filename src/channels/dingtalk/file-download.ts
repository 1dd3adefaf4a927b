import { z } from 'zod';
import { AppError } from '../../platform/errors.ts';
import { texts } from '../texts.ts';
import { resultOf } from './answer-verdict.ts';
import type { DingtalkApi } from './dingtalk-api.ts';

export interface FileDownloadOptions {
  api: DingtalkApi;
  robotCode: string;
  timeoutMs: number;
  maxBytes: number;
}

const downloadAnswer = z.looseObject({ downloadUrl: z.url({ protocol: /^https?$/ }) });

/**
 * Fetches a file that a person sent (dingtalk.md §2). Throws AppError: `file-refused` when the code is wrong or expired,
 * `file-too-large`, `file-unreachable` for everything that may pass.
 */
export async function downloadFile(options: FileDownloadOptions, downloadCode: string): Promise<{ content: Buffer; contentType: string }> {
  const url = await addressOf(options, downloadCode);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(options.timeoutMs) });
    if (!response.ok) throw unreachable(`http-${response.status}`);
    const content = await readLimited(response, options.maxBytes);
    return { content, contentType: response.headers.get('content-type') ?? 'application/octet-stream' };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unreachable(error instanceof Error ? error.name : 'unknown');
  }
}

async function addressOf(options: FileDownloadOptions, downloadCode: string): Promise<string> {
  const verdict = await options.api.call('POST', '/v1.0/robot/messageFiles/download', { downloadCode, robotCode: options.robotCode });
  if (verdict.kind !== 'ok') {
    const result = resultOf(verdict);
    if (result.state === 'refused') throw new AppError('not-found', 'file-refused', result.sentence, { message: result.code });
    throw unreachable(result.code);
  }
  const answer = downloadAnswer.safeParse(verdict.json);
  if (!answer.success) throw unreachable('answer-shape');
  return answer.data.downloadUrl;
}

/** The declared length may be missing or a lie: what arrives is counted. */
async function readLimited(response: Response, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new AppError('invalid-input', 'file-too-large', texts.fileTooLarge(Math.round(maxBytes / 1024 / 1024)));
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unreachable(message: string): AppError {
  return new AppError('upstream', 'file-unreachable', texts.fileUnreachable, { message });
}
