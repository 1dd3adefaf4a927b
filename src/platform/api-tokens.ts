import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ApiToken, Config } from './config.ts';
import { AppError } from './errors.ts';
import { createPrivate } from './secrets.ts';

/** Where the generated tokens of an embedded database stand in clear, beside its keys and for the owner alone. */
export const TOKENS_FILE = 'api-tokens.json';

const scopes = ['read', 'write', 'admin'] as const;
const fileSchema = z.object({ read: z.string().min(40), write: z.string().min(40), admin: z.string().min(40) });

/**
 * Tokens from the configuration (`API_TOKENS`, hashes only). With the embedded database and none configured, one of each scope, generated into
 * `DATA_DIR/api-tokens.json` at the first start. Empty on PostgreSQL when none is configured. Throws AppError `tokens-unreadable`.
 */
export async function ensureApiTokens(config: Config): Promise<readonly ApiToken[]> {
  if (config.apiTokens.length > 0 || config.databaseUrl !== null) return config.apiTokens;
  const path = join(config.dataDir, TOKENS_FILE);
  const text = (await readText(path)) ?? (await create(path));
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new AppError(
      'invalid-input',
      'tokens-unreadable',
      `接口令牌文件 ${path} 无法读取，数据没有改动。请删除该文件后再启动，会生成新的令牌。`,
    );
  }
  return scopes.map((scope) => ({ name: `local-${scope}`, scope, sha256: sha256(parsed.data[scope]) }));
}

/** What stands in `API_TOKENS` for a token: its SHA-256 in hex. */
export function sha256(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function create(path: string): Promise<string> {
  const fresh = Object.fromEntries(scopes.map((scope) => [scope, `yl_${scope}_${randomBytes(32).toString('base64url')}`]));
  const text = `${JSON.stringify(fresh, null, 2)}\n`;
  return (await createPrivate(path, text)) ? text : ((await readText(path)) ?? text);
}
