/** Words of this room that people read: why a row of a list was left out. */
export const importTexts = {
  missing: '不能为空',
  duplicate: (line: number) => `与第${line}行重复`,
  unknownParent: '没有这个上级站点',
  parentLevel: '上级站点应为上一层级',
  townForbidden: '区级站点不填镇街',
  unknownStation: '没有这个站点编码',
  unknownTown: '不在全区21个镇街之内',
  unknownDepartment: '没有这个部门或行业单位',
  unknownSection: '没有这个科室',
  unknownRole: (word: string) => `没有“${word}”这个角色`,
  roleLevel: (role: string) => `${role}需要填写镇街或村社站点`,
  needsDepartment: (role: string) => `${role}需要填写所属部门或行业单位`,
  needsSection: (role: string) => `${role}需要填写科室`,
  accountTaken: '这个账号已属于其他工作人员',
} as const;
