/** Words of the inputs of a form. */
export const texts = {
  yes: '是',
  no: '否',
  optional: '（可不填）',
  choose: '请选择',
  inYuan: '单位：元',
  inUnit: (unit: string) => `单位：${unit}`,
  from: (label: string) => `${label}：开始`,
  to: (label: string) => `${label}：结束`,
  until: '至',
} as const;
