import { describe, expect, it } from 'vitest';
import { conditionWords } from '../../src/flows/condition-words.ts';
import type { FlowDefinition } from '../../src/flows/flow-definition.ts';
import { type GuideTopic, guideAnswer } from '../../src/flows/guide.ts';
import { loadFlows } from '../../src/flows/load-flows.ts';
import { projectFile } from '../../src/platform/project-file.ts';

const book = await loadFlows(projectFile('flows/'));

function flow(id: string): FlowDefinition {
  const loaded = book.get(id);
  if (!loaded) throw new Error(`no flow ${id}`);
  return loaded.definition;
}

describe('a guide answer', () => {
  it.each<[string, GuideTopic, string]>([
    ['hardship-aid', 'ceiling', '二档（较大困难）：申请金额每次最多5000元（示意）'],
    ['hardship-aid', 'ceiling', '家庭累计：申请金额每年最多20000元（示意）'],
    ['hardship-aid', 'ceiling', '家庭：次数每年最多2次（示意）'],
    ['employer-incentive', 'ceiling', '每人每年最多9000元（原文未核对）'],
    ['junchuang-loan', 'ceiling', '申请贴息比例每次最多50%（示意）'],
    ['junchuang-loan', 'ceiling', '每次最多36个月（示意）'],
    ['festival-visit', 'ceiling', '村社走访：金额（折价）每户最多300元（示意）'],
    ['waiting-allowance', 'ceiling', '现行参数：当地月最低工资标准2660元/月，2026年（示意）'],
    ['policy-consult', 'ceiling', '没有金额或次数上限'],
    ['hardship-aid', 'steps', '先行救助（镇街站，即时），只在紧急时'],
    ['hardship-aid', 'steps', '局长审批（区级，1个工作日），只在申请金额大于10000时'],
    ['home-return-bundle', 'steps', '组织关系转接，只在联办子项有党员组织关系转接时'],
    ['home-return-bundle', 'materials', '组织关系介绍信：有就交，联办子项有党员组织关系转接时'],
    ['enlistment-application', 'materials', '初步体检结果：共享数据核验，不用交，全国互认'],
    ['preferential-card', 'materials', '监护人证明：有就交，由他人代办时'],
  ])('%s about %s says %s', (id, about, words) => {
    expect(guideAnswer(flow(id), about)).toContain(words);
  });

  it('names laws with their edition and articles, and puts no title marks around what is no document', () => {
    const basis = guideAnswer(flow('care-fund'), 'basis');
    expect(basis).toContain('- 工作安排：规模近5000万元的“老兵关爱”基金');
    expect(basis).toContain('- 《军人抚恤优待条例》（2024年修订）第三十八条');
    expect(basis).toContain('- 《中华人民共和国慈善法》（2023年修正）（原文未核对）');
    expect(guideAnswer(flow('care-fund'), 'where')).toContain('> 依据：《军人抚恤优待条例》、《中华人民共和国慈善法》');
    expect(guideAnswer(flow('laobing-code'), 'where')).toContain('> 依据：退役军人专属“鄞领老兵码”');
    expect(guideAnswer(flow('merit-report'), 'where')).toContain('《立功受奖军人家庭送喜报工作办法》（2020年12月21日起施行）');
    expect(guideAnswer(flow('preferential-card'), 'where')).toContain('《退役军人、其他优抚对象优待证管理办法（试行）》');
    expect(guideAnswer(flow('lump-sum-subsidy'), 'where')).toContain('、甬退役军人局发〔2020〕18号、');
  });

  it.each(book.list().map(({ definition }) => [definition.id, definition] as const))('of %s holds no word of code', (_, definition) => {
    for (const about of ['materials', 'eligibility', 'deadline', 'ceiling', 'steps', 'basis', 'where', 'overview'] as const) {
      expect(guideAnswer(definition, about).replaceAll('Yi家人', '')).not.toMatch(/[a-z_]{2,}|规则引擎|系统校验上限/);
    }
  });
});

describe('a condition about', () => {
  it.each([
    ['hardship-aid', 'by_proxy == true', '由他人代办'],
    ['laobing-code', 'device_ok == false', '是否会使用智能手机为否'],
    ['home-return-bundle', '"medical" in items || "pension" in items', '联办子项有医保关系接续，或联办子项有养老保险关系转接'],
    ['hardship-aid', 'tier == "t4" && self_paid < 50000.0', '建议档次为四档，且自付或损失金额小于50000'],
  ])('%s: %s reads %s', (id, expression, words) => {
    expect(conditionWords(flow(id).fields, expression)).toBe(words);
  });
});
