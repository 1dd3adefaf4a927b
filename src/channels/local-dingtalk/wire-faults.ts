/** What the next calls of a path meet instead of their answer. */
export type WireFault =
  | { kind: 'answer'; status: number; body: unknown; retryAfterSeconds?: number }
  /** Never answered, not carried out. */
  | { kind: 'silence' }
  /** Carried out, the answer lost. */
  | { kind: 'lost-answer' }
  /** Carried out, then the gateway gives up after 3 s: 504. */
  | { kind: 'late' };

export interface WireFaults {
  /** The next `times` calls of `path` meet this fault. */
  next(path: string, fault: WireFault, times?: number): void;
  take(path: string): WireFault | null;
  clear(): void;
}

/** The refusals that DingTalk is known for (dingtalk.md §9), ready to be scripted. */
export const knownFaults = {
  tooManyRequests: { kind: 'answer', status: 429, body: { code: 'system.busy', message: '系统繁忙' } },
  internal: { kind: 'answer', status: 500, body: { code: 'unknownError', message: '未知错误' } },
  qps: {
    kind: 'answer',
    status: 403,
    body: { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', message: '应用调用该接口超过了QPS限制' },
  },
  quota: { kind: 'answer', status: 403, body: { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg', message: '企业调用量已用完' } },
  permission: {
    kind: 'answer',
    status: 403,
    body: {
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      message: '应用尚未开通所需的权限',
      accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg'] },
    },
  },
  banned: { kind: 'answer', status: 200, body: { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'local' } },
  late: { kind: 'late' },
  silence: { kind: 'silence' },
  lostAnswer: { kind: 'lost-answer' },
} as const satisfies Record<string, WireFault>;

export function createWireFaults(): WireFaults {
  const planned = new Map<string, { fault: WireFault; left: number }[]>();
  return {
    next: (path, fault, times = 1) => {
      planned.set(path, [...(planned.get(path) ?? []), { fault, left: times }]);
    },
    take: (path) => {
      const [first, ...rest] = planned.get(path) ?? [];
      if (!first) return null;
      first.left -= 1;
      if (first.left <= 0) planned.set(path, rest);
      return first.fault;
    },
    clear: () => planned.clear(),
  };
}
