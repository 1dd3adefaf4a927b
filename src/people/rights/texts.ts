/** Words of this room that people read. */
export const rightsTexts = {
  disposal: {
    unknown: '没有这份处置清单。',
    notListed: '这份清单已经确认过或处置过。',
    notConfirmed: '这份清单还没有经个人信息保护负责人和科室负责人两人确认，不能销毁，没有改动。',
    purged: '这份清单已经处置过。',
    forbidden: '处置清单由个人信息保护负责人和业务科室负责人各确认一次，您的岗位不能确认。',
    samePerson: '两次确认不能是同一个人，请另一位负责人来确认。',
  },
  request: {
    notYours: '您不能受理这个人的请求，或档案不存在。没有登记。',
    identity: '请先核验身份，并写明怎么核验的（如“本人到站出示身份证”）。没有登记。',
    unknown: '没有这个请求，或已经办完。',
    outcome: '请写明处理结果（至少四个字）。没有改动。',
  },
  copy: {
    title: '个人档案副本',
    footer: (no: string, by: string) => `编号 ${no}　打印人 ${by}`,
    watermark: (by: string, on: string) => `${by} ${on} 仅供本人`,
    basis: '本副本依《中华人民共和国个人信息保护法》第四十五条，经核验身份后提供给本人。内容以档案在册记载为准，有误可申请更正。',
    purpose: (no: string) => `本人要求查阅复制（${no}）`,
    empty: '无记录',
  },
  kinds: { copy: '查阅复制', correct: '更正', delete: '删除', restrict: '限制处理', explain: '解释说明' },
};
