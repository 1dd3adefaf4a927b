import { describe, expect, it } from 'vitest';
import type { DigestPart, OpenVisit, RunningCampaign } from '../../src/visits/digest.ts';
import { digestText } from '../../src/visits/digest-text.ts';
import { reasonText } from '../../src/visits/texts.ts';

const campaign: RunningCampaign = {
  id: 'spring_festival-2027',
  festival: 'spring_festival',
  name: '春节',
  year: 2027,
  on: '2027-02-06',
  deadlineOn: '2027-02-04',
  closeOn: '2027-02-15',
  due: [],
  isGivenOut: true,
};

function visit(n: number, change: Partial<OpenVisit> = {}): OpenVisit {
  const place = { level: 'village' as const, town: '甲镇', village: '甲一村', assigneeId: 'L1' };
  return {
    taskId: `t${n}`,
    campaignId: campaign.id,
    personName: `张${n}`,
    ...place,
    reason: '重点优抚对象',
    giftLimit: 300,
    isTold: false,
    ...change,
  };
}

function part(visits: OpenVisit[], change: Partial<DigestPart> = {}): DigestPart {
  const content = { kind: 'visits' as const, headline: 'remind' as const, visits };
  return { campaign, principalId: 'L1', principalName: '李联络', stages: ['remind'], isReached: true, content, ...change };
}

describe('a digest', () => {
  it('says whom to visit where, why and with what, and how to tell it', () => {
    expect(digestText({ receiverId: 'L1', parts: [part([visit(1), visit(2, { village: null })])] }, '2027-01-27').markdown).toBe(
      [
        '### 走访提醒 1月27日',
        '**春节走访** 还有 2 户没走访，请在2月4日前完成：',
        '1. 张1，甲一村，重点优抚对象，慰问不超过300元\n2. 张2，甲镇，重点优抚对象，慰问不超过300元',
        '> 走访后直接告诉我，例如“今天看了张1，身体挺好，没有需求”。',
      ].join('\n\n'),
    );
  });

  it('says for whom one stands in', () => {
    expect(digestText({ receiverId: 'L2', parts: [part([visit(1)])] }, '2027-01-27').markdown).toContain(
      '**春节走访**（代李联络） 还有 1 户',
    );
  });

  it('counts a couple as one household', () => {
    expect(digestText({ receiverId: 'L1', parts: [part([visit(1), visit(2, { giftLimit: null })])] }, '2027-01-27').markdown).toContain(
      '还有 1 户没走访',
    );
  });

  it('cuts a long list short and says how to see the rest', () => {
    const text = digestText({ receiverId: 'L1', parts: [part(Array.from({ length: 33 }, (_, n) => visit(n)))] }, '2027-01-27').markdown;
    expect(text).toContain('20. 张19');
    expect(text).not.toContain('张20，');
    expect(text).toContain('还有 13 户，发“还有几户没走”查看全部。');
  });
});

describe('a reason', () => {
  it('is told in general words to whoever may not see merit or health', () => {
    const reason = '重点优抚对象、功臣模范、参战参试退役军人、长期卧床优抚对象；与配偶同户，一次走访';
    expect(reasonText.shown(reason, { merit: true, health: true })).toBe(reason);
    expect(reasonText.shown(reason, { merit: false, health: true })).toBe('重点优抚对象、优抚对象、长期卧床优抚对象；与配偶同户，一次走访');
    expect(reasonText.shown(reason, { merit: true, health: false })).not.toContain('卧床');
  });
});
