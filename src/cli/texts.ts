/** What commands print for people. */
export const cliTexts = {
  json: '以 JSON 输出',
  usageHint: '加 --help 查看用法。',
  usage: {
    'commander.unknownCommand': (name) => `没有命令“${name}”。`,
    'commander.unknownOption': (name) => `没有选项“${name}”。`,
    'commander.missingArgument': (name) => `缺少参数“${name}”。`,
    'commander.missingMandatoryOptionValue': (name) => `缺少必填选项“${name}”。`,
    'commander.optionMissingArgument': (name) => `选项“${name}”后面要写内容。`,
    'commander.excessArguments': () => '参数太多。',
    other: () => '命令写法不对。',
  } as Record<string, (name: string) => string>,
  noStaff: (id: string) => `没有工号为 ${id} 的工作人员。请用 staff list 查看工号。`,
  noCase: (no: string) => `没有编号为 ${no} 的办件。请用 case list 查看。`,
  noCases: '没有办件。',
  badState: (states: readonly string[]) => `--state 应为：${states.join('、')}`,
  badImportKind: (kinds: readonly string[]) => `可以导入的名单有：${kinds.join('、')}`,
  importing: '导入',
  noFile: (name: string) => `打不开文件 ${name}。没有导入任何内容，请检查文件名和权限。`,
  unknownColumns: (columns: readonly string[]) => `有不认识的列，已忽略：${columns.join('、')}`,
  conflicts: (count: number) => `有 ${count} 项与档案不一致，档案未改动。请用 import conflicts 查看，用 import resolve 逐项或批量处理。`,
  faultsLeftOut: (shown: number, more: number) => `这里只列出前 ${shown} 处问题，另有 ${more} 处，用 --faults 可得到全部。`,
  conflict: {
    none: '没有待核对的内容。',
    line: (one: {
      id: string;
      archiveNo: string;
      name: string;
      column: string;
      list: string | null;
      archive: string | null;
      where: string | null;
      changedBy: string | null;
      changedAt: string | null;
    }) =>
      `${one.id}  ${one.archiveNo}  ${one.name}  ${one.column}：名单“${one.list ?? '（无权查看）'}”，档案“${one.archive ?? '（无权查看）'}”${one.where ? `，${one.where}` : ''}${one.changedBy ? `；档案由${one.changedBy}于${one.changedAt?.slice(0, 10)}修改` : ''}`,
    badDecision: '应写 keep（保留档案）或 take（采用名单）。',
    badColumn: (columns: readonly string[]) => `--field 应为：${columns.join('、')}`,
    decided: (count: number, left: number) => `已核对 ${count} 项。${left === 0 ? '' : `另有 ${left} 项不能处理，未改动。`}`,
  },
  exports: {
    label: '导出',
    purpose: '命令行导出',
    badKind: (kinds: readonly string[]) => `可以导出的有：${kinds.join('、')}`,
    badFormat: '--out 应为 .xlsx 或 .csv 文件。',
    cannotWrite: (name: string) => `写不了文件 ${name}，没有导出任何内容。请检查文件夹和权限。`,
    done: (no: string, rows: number) => `已导出 ${rows} 行，编号 ${no}。`,
    unknownTown: (name: string) => `没有这个镇街：${name}`,
    unknownVillage: (name: string) => `没有这个村社：${name}`,
    unknownCategory: (name: string) => `没有这个人员类别：${name}`,
    badDay: '日期应写成 YYYY-MM-DD。',
  },
  badPeriod: '日期应写成 YYYY-MM-DD，结束不早于开始。没有登记。',
  leaveSaved: (absent: string, deputy: string, from: string, to: string) => `已登记：${absent} ${from} 至 ${to} 请假，由 ${deputy} 代理。`,
  audit: {
    ok: (count: number) => `✓ 查阅留痕完整，共 ${count} 条，哈希链无误。`,
    rewritten: (seq: string, fault: string) =>
      `✗ 查阅留痕与签名的检查点（第 ${seq} 条）不一致（${fault}），整条链可能被重写过。请立即停用并保全数据库，通知个人信息保护负责人。`,
    purpose: '查询谁看过这份档案',
    affectedPurpose: '泄露处置：列出受影响的人',
    badLimit: '条数应是正整数。',
    badPeriod: '时间应写成 YYYY-MM-DD 或完整时间，结束不早于开始。',
    mayNotAsk: '这个工号不能查询谁看过档案。限个人信息保护负责人、内审、局主要领导、科室负责人，以及本镇街站长查本镇街的人。',
    nobodyLooked: '没有人看过这份档案。',
    look: (at: string, who: string, what: string, why: string) => `${at}  ${who}  ${what}${why === '' ? '' : `  事由：${why}`}`,
    affected: (account: string, count: number) => `工号 ${account} 在这段时间看过 ${count} 人的档案。`,
    broken: (seq: string, fault: string) => `✗ 查阅留痕在第 ${seq} 条处断裂（${fault}）。请立即停用并保全数据库，通知个人信息保护负责人。`,
  },
  doctorAudit: {
    what: '留痕防改',
    guarded: '应用账号不能修改、删除查阅留痕',
    open: '应用账号还能修改查阅留痕。请数据库管理员运行：CREATE ROLE yinling_audit NOLOGIN; CREATE ROLE yinling_app NOLOGIN; GRANT yinling_app, yinling_audit TO <应用的登录账号>; 然后重启服务',
  },
  noFollowUp: (id: string) => `没有这件后续事项 ${id}，或已经办过。`,
  staffWork: {
    preview: (count: number) => `将移交 ${count} 件：`,
    moved: (moved: number, kept: number) => `✓ 已移交 ${moved} 件${kept > 0 ? `，${kept} 件没有移交` : ''}。`,
    raised: (extra: number) => `✓ 今天的上限已调高 ${extra} 次，已留痕。`,
    mayNotRaise: '只有站长、科室负责人、局领导可以调高别人当天的上限，不能给自己调。',
    badKind: (kinds: readonly string[]) => `上限种类应是：${kinds.join('、')}。`,
  },
  personRights: {
    badField: (fields: readonly string[]) => `可以看的项：${fields.join('、')}。`,
    unmaskRefused: {
      unreachable: '该工作人员不能查看这份档案，或档案不存在。',
      entitled: '按权限不能看这一项的完整内容。',
      empty: '档案里没有这一项。',
      reason: '事由太简单，请写清楚为什么要看（至少四个字）。',
    } as Record<string, string>,
    emergencyRefused: {
      role: '这个角色不能查看个人档案。',
      unreachable: '没有这份档案。',
      needless: '这份档案本来就能看，不用紧急查看。',
      reason: '事由太简单，请写清楚出了什么急事（至少四个字）。',
    },
    opened: (until: string, reviewers: number) => `✓ 已打开到 ${until}，已通知所在服务站，${reviewers} 位复核人会核实。`,
    noReviewer: '这个工号不是复核人。',
    badVerdict: '复核结论应是 妥当 或 不妥。',
    reviewRefused: '没有复核成功：编号不对、已经复核过、是自己的，或者不妥没有写原因。',
    copied: (no: string, file: string) => `✓ 副本已写到 ${file}，编号 ${no}，已留痕。`,
    badKind: '请求应是 correct、delete、restrict、explain 之一。',
    received: (no: string, due: string) => `✓ 已登记 ${no}，${due} 前答复。`,
  },
  personWrites: {
    done: '✓ 已完成，已留痕。',
    refused: '没有办成，没有改动。',
    badFact: (text: string) => `“${text}”应写成 键=值。`,
    badState: '状态应是：在册、暂停、取消、已故、转出。',
    badWay: (ways: readonly string[]) => `确认方式应是：${ways.join('、')}。`,
  },
  quality: {
    swept: (count: number) => `✓ 已核对全部档案，新发现 ${count} 处可疑。`,
    forbidden: '这个工号不看个人档案，没有档案质量清单。',
    station: (place: string, people: number, percent: number, confirmed: number, due: number) =>
      `${place || '未定'}\t${people} 人\t完整率 ${percent}%\t年度确认 ${confirmed}/${due}`,
  },
  retention: {
    nothing: '没有保存期满的内容。',
    oneConfirmed: '✓ 已确认，还需另一位负责人确认。',
    bothConfirmed: '✓ 两人都已确认，可以运行 retention purge。',
    purging: '销毁',
  },
  backup: {
    backingUp: '备份',
    restoring: '恢复',
    backedUp: (path: string, bytes: number, people: number, files: number) =>
      `✓ 已备份到 ${path}（${(bytes / 1_048_576).toFixed(1)} MB，档案 ${people} 份，附件 ${files} 个）。`,
    keysBeside: (path: string) => `密钥另存在 ${path}，不在备份文件里。请把它和备份分开保管：两样齐全才能恢复。`,
    keysElsewhere: '备份里没有密钥。请妥善保管配置中的 FIELD_KEYS 和 INDEX_KEY：没有它们无法恢复。',
    pgDump: (file: string) =>
      `正在使用 PostgreSQL，请用它自带的工具备份（含任务队列）：\npg_dump --format=custom --no-owner --file=${file} "$DATABASE_URL"`,
    pgRestore: (file: string) =>
      `正在使用 PostgreSQL，请先停止服务，再用它自带的工具恢复到一个空库：\npg_restore --no-owner --dbname="$DATABASE_URL" ${file}`,
    stopFirst: '服务正在运行，没有恢复。请先停止服务再运行 restore。',
    notEmpty: (folder: string) => `数据目录 ${folder} 里已有数据，没有恢复。确定要替换请加 --replace，原数据会改名保留。`,
    keysMissing: (path: string) => `没有找到密钥：配置里没有 FIELD_KEYS、INDEX_KEY，也没有 ${path}。没有密钥恢复了也打不开，没有改动。`,
    countsDiffer: (tables: readonly string[]) => `备份内容与清单不一致（${tables.join('、')}），没有恢复，现有数据没有改动。`,
    restored: (madeAt: string, people: number, files: number, kept: string | null) =>
      `✓ 已恢复 ${madeAt} 的备份：档案 ${people} 份，附件 ${files} 个，查阅留痕完整。${kept === null ? '' : `原数据保留为 pglite.${kept}，确认无误后可以删除。`}`,
  },
  keys: {
    rotating: '重新加密',
    done: (rows: number, resealed: number, seconds: number) => `✓ 共查 ${rows} 行，重新加密 ${resealed} 行，用时 ${seconds} 秒。`,
    files: (files: number, resealed: number) => `✓ 附件 ${files} 个，重新加密 ${resealed} 个。`,
    unreadable: (id: string, count: number) =>
      `✗ 有 ${count} 项是用密钥 ${id} 加密的，现在的 FIELD_KEYS 打不开，原样保留。请把密钥 ${id} 加回 FIELD_KEYS（放在后面）再运行一次。`,
    unreadableFiles: (count: number) => `✗ 有 ${count} 个附件打不开，原样保留。请把旧密钥加回 FIELD_KEYS 再运行一次。`,
    mayGo: (ids: readonly string[]) => `密钥 ${ids.join('、')} 已不再使用，确认备份后可以从 FIELD_KEYS 去掉。`,
    noneToGo: 'FIELD_KEYS 里没有可以去掉的旧密钥。',
  },
  person: {
    several: (total: number, isMore: boolean) => `找到 ${total} 人${isMore ? '以上' : ''}，请用档案号指定：`,
    none: '没有找到这个人。',
    nearest: (names: string) => `相近的姓名：${names}`,
    outside: '这个地区不在该工作人员的工作范围内。',
    forbiddenRole: '该角色不能查看个人档案。',
    forbiddenField: '该角色不能按这一项查找。',
    unclear: '请写姓名、档案号或身份证号。',
    refused: '该工作人员不能查看这份档案，或档案不存在。',
    purpose: '命令行查询',
  },
  campaign: {
    planned: (name: string, recipients: number, visits: number) => `${name}：应走访 ${recipients} 人，派出走访任务 ${visits} 项。`,
    again: '此前已制定，名册无变化则不改动。',
    provisional: '注意：该年放假安排尚未公布，日期为暂定，公布后须重算。',
    unassigned: (count: number) => `${count} 项任务各级均无在岗人员可派，请先补齐人员。`,
    unknown: '没有这个节日批次。请先用 campaign plan 制定。',
    badTime: (text: string) => `“${text}”不是有效时间。请写成 2027-01-15T09:00:00+08:00。`,
    badYear: (text: string) => `“${text}”不是有效年份。`,
    ticked: (digests: number, calls: number, escalated: number, overdue: number) =>
      `已生成提醒 ${digests} 份、截止提醒 ${calls} 份，其中催办 ${escalated} 份；标记逾期 ${overdue} 项。`,
  },
  flows: {
    fine: (count: number) => `✓ ${count} 个事项流程检查通过。`,
    unknown: (id: string) => `没有事项 ${id}。请用 flows list 查看。`,
    badDiagram: '目前只支持 --diagram svg。',
  },
  sheet: {
    purpose: '打印归档单',
    made: (file: string, record: string | null) => `归档单已写到 ${file}${record ? `，归档号 ${record}` : '（未办结，尚无归档号）'}。`,
  },
  version: {
    none: '在办件都在今天的流程版本上。',
    preview: (no: string) => `办件 ${no} 换到今天的版本会有这些变化（没有改动）：`,
    moved: (no: string) => `办件 ${no} 已换到今天的版本：`,
  },
  badPart: '只能单独测 search（查找人员）。',
  badPeople: '--people 应为正整数。',
  doctor: {
    config: '配置',
    configFine: '各项有效',
    database: '数据库',
    databaseFine: (kind: string, ms: number) => `${kind === 'pglite' ? '内置数据库' : 'PostgreSQL'}可用，一次查询 ${ms.toFixed(1)} 毫秒`,
    staff: '工作人员',
    noStaff: '还没有工作人员。请用 import stations 和 import staff 导入。',
    staffBound: (count: number, unbound: number) =>
      unbound === 0
        ? `在岗 ${count} 人，均已绑定钉钉`
        : `在岗 ${count} 人，其中 ${unbound} 人没有钉钉userId，收不到消息。请补齐后重新导入。`,
    dingtalk: '钉钉',
    localDingtalk: '未配置应用，使用本地钉钉',
    dingtalkFine: '应用凭证有效',
    notConnected:
      '凭证有效，但消息长连接未建立。请检查防火墙是否放行 wss-open-connection.dingtalk.com:443，并确认机器人已选 Stream 模式、应用已发布。',
    clock: '时钟',
    clockOff: (ms: number) =>
      ms < 2000 ? `与数据库相差 ${Math.round(ms)} 毫秒` : `与数据库相差 ${Math.round(ms)} 毫秒，请校准本机时间（NTP）。`,
    holidays: '放假安排',
    holidaysFine: '今明两年已公布',
    holidaysMissing: (years: string) => `${years}年尚未收录，日期按周末与法定假日推算，属暂定。国务院办公厅公布后请升级 chinese-days。`,
    messages: '消息',
    messageCounts: (waiting: number, failed: number, unknown: number) =>
      failed + unknown === 0
        ? `待发 ${waiting} 条，无失败`
        : `待发 ${waiting} 条，失败 ${failed} 条，结果不明 ${unknown} 条。请核对未收到的人员。`,
    audit: '查阅留痕',
  },
};
