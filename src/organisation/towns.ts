export interface Town {
  id: string;
  /** Official name, as in the station table. */
  name: string;
  code: string;
}

/** The 21 towns and subdistricts that the bureau's work covers (organisation.yaml `towns`, `in_scope: true`). */
export const townsInScope: readonly Town[] = [
  { id: 'zhanqi', name: '瞻岐镇', code: '330212100' },
  { id: 'xianxiang', name: '咸祥镇', code: '330212101' },
  { id: 'tangxi', name: '塘溪镇', code: '330212102' },
  { id: 'dongwu', name: '东吴镇', code: '330212104' },
  { id: 'wuxiang', name: '五乡镇', code: '330212105' },
  { id: 'qiuai', name: '邱隘镇', code: '330212106' },
  { id: 'yunlong', name: '云龙镇', code: '330212108' },
  { id: 'hengxi', name: '横溪镇', code: '330212109' },
  { id: 'jiangshan', name: '姜山镇', code: '330212110' },
  { id: 'xiaying', name: '下应街道', code: '330212001' },
  { id: 'zhonggongmiao', name: '钟公庙街道', code: '330212002' },
  { id: 'zhonghe', name: '中河街道', code: '330212005' },
  { id: 'shounan', name: '首南街道', code: '330212006' },
  { id: 'panhuo', name: '潘火街道', code: '330212007' },
  { id: 'baizhang', name: '百丈街道', code: '330212008' },
  { id: 'dongsheng', name: '东胜街道', code: '330212009' },
  { id: 'minglou', name: '明楼街道', code: '330212010' },
  { id: 'baihe', name: '白鹤街道', code: '330212011' },
  { id: 'dongliu', name: '东柳街道', code: '330212012' },
  { id: 'dongjiao', name: '东郊街道', code: '330212013' },
  { id: 'fuming', name: '福明街道', code: '330212014' },
];

/** Of the district, but run by another committee: the bureau keeps no files there. */
export const townsOutOfScope: readonly Town[] = [
  { id: 'meixu', name: '梅墟街道', code: '330212004' },
  { id: 'xinming', name: '新明街道', code: '330212015' },
  { id: 'juxian', name: '聚贤街道', code: '330212016' },
  { id: 'dongqianhu', name: '东钱湖镇', code: '330212103' },
];
