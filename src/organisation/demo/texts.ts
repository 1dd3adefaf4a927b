export const demoTexts = {
  organisation: '演示站点与工作人员',
};
