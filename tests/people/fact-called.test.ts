import { expect, it } from 'vitest';
import { factCalled } from '../../src/people/change/fact-called.ts';

it.each<[string, string, Record<string, string> | null]>([
  ['联系电话', '13800001234', { phone: '13800001234' }],
  ['手机号', ' 13800001234 ', { phone: '13800001234' }],
  ['紧急联系电话', '13800001234', { emergencyPhone: '13800001234' }],
  ['紧急联系人', '张小明', { emergencyName: '张小明' }],
  ['身份证', '330299198501010019', { idcard: '330299198501010019' }],
  ['优待证号码', 'YD123456', { cardNo: 'YD123456' }],
  ['银行卡', '6222020000000000018', { bankcard: '6222020000000000018' }],
  ['家庭住址', '姜山镇走马塘村3号', { address: '姜山镇走马塘村3号' }],
  ['出生年月', '1950年3月2日', { birthOn: '1950-03-02' }],
  ['生日', '1950.12.21', { birthOn: '1950-12-21' }],
  ['入伍时间', '1970-01-15', { enlistedOn: '1970-01-15' }],
  ['退伍日期', '去年', { dischargedOn: '去年' }],
  ['名字', '吴阿茂', { name: '吴阿茂' }],
  ['军功章', '两枚', null],
])('what is called %s is mended to %s as %o', (called, value, facts) => {
  expect(factCalled(called, value)).toEqual(facts);
});
