interface SearchLine {
  people: number;
  samples: number;
  p50: number;
  p99: number;
  limit: { p50: number; p99: number };
}

/** What the bench prints for people. */
export const benchTexts = {
  parts: {
    boot: '启动与内存',
    understand: '理解语句',
    search: '查找人员',
    grow: '扩充档案',
    turn: '对话',
    decide: '审批',
    campaign: '节日走访',
    import: '导入名单',
  },
  database: { pglite: '内置数据库', postgres: 'PostgreSQL' },
  title: (database: string, people: number) =>
    `测量结果（${database}，${people} 人）。“上限”为同次测得：同样的语句直接发给数据库，或什么也不做的机器人。`,
  searchLine: (database: string, { people, samples, p50, p99, limit }: SearchLine) =>
    `查找人员（${database}，${people} 人，${samples} 次）：中位 ${p50} 毫秒，99% 在 ${p99} 毫秒以内；同样的语句直接发给数据库：${limit.p50} / ${limit.p99} 毫秒。`,
  heads: ['项目', '数值', '要求', '同次测得的上限', '样本'],
  none: '—',
  rows: {
    firstMs: '首次启动到首条答复',
    nextMs: '再次启动到首条答复',
    rss: '常驻内存',
    ackP50: '收下消息 中位',
    ackP99: '收下消息 99%',
    turnP50: '一轮对话 中位',
    turnP99: '一轮对话 99%',
    turnRate: '多人同时对话',
    understandP50: '理解语句 中位',
    understandP99: '理解语句 99%',
    searchP50: '查找人员 中位',
    searchP99: '查找人员 99%',
    fileP50: '打开一份档案 中位',
    decideP50: '一次审批 中位',
    decideP99: '一次审批 99%',
    decideRate: '审批速度',
    plan: '制定春节走访方案',
    tick: '生成一天的提醒',
    send: '发送提醒',
    import: '导入人员',
  },
  seconds: (ms: number) => `${(ms / 1000).toFixed(1)} 秒`,
  milliseconds: (ms: number) => `${ms} 毫秒`,
  megabytes: (mb: number) => `${mb} MB`,
  perSecond: (rate: number, unit: string) => `${rate} ${unit}/秒`,
  units: { turn: '轮', decision: '件', message: '条', row: '行' },
  bareAndLoop: (bare: number, loop: number) => `语句 ${bare}，空转 ${loop} 轮/秒`,
  atMost: (limit: string) => `≤ ${limit}`,
  atLeast: (limit: string) => `≥ ${limit}`,
  samples: {
    starts: (count: number) => `${count} 次`,
    frames: (count: number) => `${count} 条`,
    turns: (count: number, statements: number) => `${count} 轮，每轮 ${statements} 条语句`,
    people: (count: number) => `${count} 户次`,
    rows: (count: number) => `${count} 行`,
  },
  passed: '✓ 全部达到要求。',
  failed: (count: number) => `✗ 有 ${count} 项没有达到要求（标 ✗ 者）。`,
};
