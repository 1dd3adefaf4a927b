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

/** Why an entry of a station was not changed. */
export const keepingTexts = {
  notYours: '您不能修改这个站点，没有改动。站点信息由本站站长、所在镇街和区局维护。',
  badPhone: '电话应是手机号，或带区号的座机，没有改动。',
  tooLong: '站长姓名30字以内、地址100字以内，没有改动。',
  badHonour: '请填荣誉名称（60字以内）；年份可以不填，填了应是已过的年份。没有改动。',
  badDays: '起止日期没看懂，或结束早于开始，没有改动。',
  notRotating: '只能排本站在岗的轮值站长，没有改动。',
  taken: '这几天已经排了轮值站长，没有改动。',
  gone: '没有这一条，或已经删除。',
} as const;
