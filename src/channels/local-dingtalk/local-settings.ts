/** Where DingTalk's behaviour is unknown or bounded, the local one is set (dingtalk.md §10, §11). Milliseconds unless said otherwise. */
export interface LocalSettings {
  redeliverAfterMs: number;
  /** How often an unacknowledged message is sent again. */
  redeliverTimes: number;
  whenNobodyConnected: 'keep' | 'drop';
  sessionLifeMs: number;
  ticketLifeMs: number;
  tokenLifeSeconds: number;
  /** SYSTEM ping. */
  pingEveryMs: number;
  /** From the announcement of a disconnect to the closing. */
  disconnectGraceMs: number;
  /** How long the answer to a pressed button is waited for. */
  cardAnswerMs: number;
  /** Calls a second for one path. */
  qps: number;
  downloadCodeLifeMs: number;
}

export const defaultLocalSettings: LocalSettings = {
  redeliverAfterMs: 60_000,
  redeliverTimes: 2,
  whenNobodyConnected: 'keep',
  sessionLifeMs: 90 * 60_000,
  ticketLifeMs: 90_000,
  tokenLifeSeconds: 7200,
  pingEveryMs: 30_000,
  disconnectGraceMs: 10_000,
  cardAnswerMs: 2_000,
  qps: 20,
  downloadCodeLifeMs: 24 * 3600_000,
};

/** The organisation that the local DingTalk plays. */
export const LOCAL_CORP_ID = 'dinglocalcorp';
