/** What became of one HTTP call. Holds nothing of the request, so that it can never carry a secret into a log. */
export type HttpAnswer =
  | { kind: 'answered'; status: number; json: unknown; retryAfterMs: number | null }
  /** Certainly not received: refused connection, unknown host. */
  | { kind: 'unreachable'; code: string }
  /** Sent, but the answer was lost or late. */
  | { kind: 'lost'; code: 'timeout' | 'connection-lost' };

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers?: Record<string, string>;
  body?: unknown;
  timeoutMs: number;
}

const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** One JSON call. Never throws for what the network or the server does. `json` is null when the body is not JSON. */
export async function httpCall(request: HttpRequest): Promise<HttpAnswer> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      // Without `Accept` the gateway may answer XML, without a JSON content type the new API answers 400 (dingtalk.md).
      headers: { accept: 'application/json', 'content-type': 'application/json', ...request.headers },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: AbortSignal.timeout(request.timeoutMs),
      redirect: 'error',
    });
    const text = await response.text();
    return { kind: 'answered', status: response.status, json: parsed(text), retryAfterMs: retryAfterOf(response.headers) };
  } catch (error) {
    return failureOf(error);
  }
}

function failureOf(error: unknown): HttpAnswer {
  if (error instanceof Error && error.name === 'TimeoutError') return { kind: 'lost', code: 'timeout' };
  const code = causeCode(error);
  return NEVER_SENT.has(code) ? { kind: 'unreachable', code } : { kind: 'lost', code: 'connection-lost' };
}

function causeCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  // A host with several addresses fails with an AggregateError whose own code tells enough.
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function retryAfterOf(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
