import type { InboundMessage, IncomingFile } from '../channels/channel.ts';
import { reasonOf } from '../platform/errors.ts';
import type { ConversationDeps } from './conversation-deps.ts';
import { texts } from './texts.ts';

export interface ReceivedFiles {
  /** References of what was kept. */
  files: string[];
  /** What is said about those that were not. */
  sentences: string[];
}

/** What of a message can become part of a form. */
export function isDocument(file: IncomingFile): boolean {
  return file.kind === 'picture' || file.kind === 'file';
}

/** Fetches what came with the message at once: DingTalk's links expire. */
export async function receiveFiles(deps: ConversationDeps, message: InboundMessage): Promise<ReceivedFiles> {
  const files: string[] = [];
  const sentences = new Set<string>();
  for (const file of message.files.filter(isDocument)) {
    const kept = await keepOne(deps, message, file);
    if ('name' in kept) files.push(kept.name);
    else sentences.add(kept.sentence);
  }
  return { files, sentences: [...sentences] };
}

async function keepOne(
  deps: ConversationDeps,
  message: InboundMessage,
  file: IncomingFile,
): Promise<{ name: string } | { sentence: string }> {
  const channel = deps.channels.get(message.channel);
  if (!channel) return { sentence: texts.fileLost };
  try {
    const { content } = await channel.download(file.downloadCode);
    const name = await deps.files.keep(content);
    return name ? { name } : { sentence: texts.fileFailed };
  } catch (error) {
    deps.log.warn({ reason: reasonOf(error) }, 'a file of a message could not be fetched');
    return { sentence: texts.fileLost };
  }
}
