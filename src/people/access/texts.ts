import type { CountedKind } from './ceilings.ts';
import type { RevealField } from './reveal-field.ts';

export const revealNames: Readonly<Record<RevealField, string>> = {
  idcard: '身份证号',
  phone: '手机号',
  address: '住址',
  bankcard: '银行卡号',
  birth: '出生日期',
  health: '健康情况',
  emergencyPhone: '紧急联系电话',
};

const kinds: Record<CountedKind, string> = { looks: '查看档案', reveals: '查看完整内容', exports: '导出' };

/** Words of this room that people read. */
export const accessTexts = {
  hint: (kind: CountedKind, done: number) => `您今天${kinds[kind]}已经 ${done} 次，比平时多，系统会留意。`,
  reached: (kind: CountedKind, most: number) =>
    `您今天${kinds[kind]}已到上限 ${most} 次，这次没有打开。确有需要，请站长或科室负责人为您调高今天的上限。`,
  ceilingAlarm: (staff: string, kind: CountedKind, done: number) =>
    `工号 ${staff} 今天${kinds[kind]}已达 ${done} 次，超过预警线，请核实是否正常。`,
  reviewLate: (count: number) => `有 ${count} 件紧急查看超过三个工作日没有复核，请尽快处理。`,
};
