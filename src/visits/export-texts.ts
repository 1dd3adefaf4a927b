/** Words on an exported list of visits. */
export const exportTexts = {
  columns: ['批次', '档案号', '姓名', '镇街', '村社', '层级', '事由', '状态', '责任人', '走访日期', '走访人', '方式'],
  levels: { district: '区级', town: '镇街', village: '村社' } as Record<string, string>,
  states: { todo: '待走访', done: '已走访', overdue: '逾期' } as Record<string, string>,
  ways: { home: '上门', phone: '电话', entrusted: '委托' } as Record<string, string>,
};
