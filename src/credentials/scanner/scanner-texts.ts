/** Words about scanners that people read. */
export const scannerTexts = {
  levels: { public: '公众', merchant: '拥军商户', partner: '部门和行业单位', station: '服务站', bureau: '局机关' } as const,
  notFor: '扫码设备由拥军优抚科负责人登记，您的岗位不能办理，没有改动。',
  nameNeeded: '请填写商户或单位名称（60字以内），没有登记。',
  gone: '没有这台扫码设备，或已经停用。',
};
