import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An endpoint that speaks OpenAI's chat completions; what it answers is set by each test, what it was sent is kept. */
export interface LanguageModelStub {
  url: string;
  /** Bodies of the requests, as they came. */
  readonly bodies: string[];
  answer: { status: number; text: string; delayMs: number };
  close(): Promise<void>;
}

function completion(text: string): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'stub',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });
}

export async function startLanguageModelStub(): Promise<LanguageModelStub> {
  const bodies: string[] = [];
  const answer = { status: 200, text: '[]', delayMs: 0 };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(body);
      setTimeout(() => {
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(answer.status === 200 ? completion(answer.text) : '{"error":{"message":"no"}}');
      }, answer.delayMs).unref();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}/v1`, bodies, answer, close };
}
