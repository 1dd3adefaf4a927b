import type { Clock } from '../../platform/clock.ts';

/** One call that reached the local DingTalk's APIs. */
export interface WireCall {
  at: Date;
  method: string;
  path: string;
  status: number;
  /** `code` or `errcode` of a refusal; null on success; `no-answer` when a fault swallowed the answer. */
  code: string | null;
  body: unknown;
  answer: unknown;
}

export interface WireLog {
  note(call: Omit<WireCall, 'at'>): void;
  calls(path?: string): WireCall[];
  forget(): void;
}

const KEPT = 2_000;

/** The last calls, for tests and for looking into what a client did. In memory only. */
export function createWireLog(clock: Clock): WireLog {
  const calls: WireCall[] = [];
  return {
    note: (call) => {
      calls.push({ ...call, at: clock.now() });
      if (calls.length > KEPT) calls.shift();
    },
    calls: (path) => calls.filter((call) => path === undefined || call.path === path),
    forget: () => {
      calls.length = 0;
    },
  };
}
