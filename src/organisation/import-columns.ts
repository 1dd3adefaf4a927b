/** Columns of the lists that staff import (contract.md section 4). */
export const stationColumns = [
  '站点编码',
  '名称',
  '层级',
  '上级站点编码',
  '镇街',
  '村社',
  '地址',
  '经度',
  '纬度',
  '站长姓名',
  '联系电话',
] as const;

export const staffColumns = [
  '工号',
  '姓名',
  '手机号',
  '站点编码',
  '部门',
  '科室',
  '角色',
  '钉钉userId',
  '浙政钉accountId',
  '状态',
] as const;
