import { describe, expect, test } from 'vitest';
import { newDialogue, openDialogue } from '../../src/dialogue/dialogue-state.ts';
import { understandingContext } from '../../src/dialogue/understanding-context.ts';
import { atSummary, bare, flows, rehearse, set, start, zhang, zhangOther } from './rehearsal.ts';

describe('Correction', () => {
  test('A value is corrected at the summary, which is shown again', () => {
    const talk = atSummary();
    const said = talk.hear(set('days', 4), '不是5天，是4天');
    expect(said).toContain('疗养天数改为4。');
    expect(said).toContain('请核对');
    expect(talk.slots()['days']).toBe(4);
  });

  test('不对 before the value changes nothing about it', () => {
    const talk = atSummary();
    talk.hear([bare('deny'), set('days', 4)], '不对，是4天');
    expect(talk.slots()['days']).toBe(4);
    expect(talk.state().active?.phase).toBe('confirming');
  });

  test('Twice in a row while something else is asked', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国'), set('days', 5)]);
    talk.hear(set('days', 4));
    const said = talk.hear(set('days', 3));
    expect(said).toContain('改为3');
    expect(said).toContain('意向批次');
    expect(talk.slots()['days']).toBe(3);
  });

  test('A correction with a confirmation in one breath shows the summary before it is submitted', () => {
    const talk = atSummary();
    expect(talk.hear([set('days', 4), bare('confirm')], '4天，确认')).toContain('请核对');
    expect(talk.wished('submit-case')).toHaveLength(0);
  });

  test('An invalid correction leaves the value and does not submit', () => {
    const talk = atSummary();
    expect(talk.hear([set('days', 9), bare('confirm')], '9天，确认')).toContain('最多5');
    expect(talk.slots()['days']).toBe(5);
    expect(talk.wished('submit-case')).toHaveLength(0);
  });

  test('Another month is looked up in the list of batches again', () => {
    const talk = atSummary();
    expect(talk.hear(bare('cannot-handle'), '不是4月，是5月')).toContain('意向批次改为2027年5月批');
    expect(talk.slots()['batch']).toBe('LY2027-05');
    expect(talk.state().active?.phase).toBe('confirming');
  });

  test('What no longer applies is dropped and said', () => {
    const talk = atSummary();
    talk.hear(set('companion', true));
    talk.hear(set('companion_name', '张小红'));
    expect(talk.slots()['companion_name']).toBe('张小红');
    const said = talk.hear(set('companion', false), '不用陪了');
    expect(said).toContain('不再需要的已去掉：陪同家属');
    expect(talk.slots()['companion_name']).toBeUndefined();
  });

  test('Another person: what the archive gave for the first goes, the rest stays', () => {
    const talk = atSummary();
    talk.world.facts = { name: '李秀英', idcard: '33029919500307001X', town: '东柳街道' };
    talk.hear(set('applicant', '李秀英'), '不是张建国，是李秀英');
    expect(talk.state().active?.subject?.name).toBe('李秀英');
    expect(talk.slots()).toMatchObject({ applicant: '李秀英', days: 5 });
    expect(talk.slots()['applicant_phone']).toBeUndefined();
  });

  test('After submission it says how to withdraw or have it returned', () => {
    for (const [command, text] of [
      [set('days', 4), '改成4天'],
      [bare('cannot-handle'), '不是5天，是4天'],
    ] as const) {
      const talk = atSummary();
      talk.hear(bare('confirm'));
      expect(talk.hear(command, text)).toContain('YZ20270301-0001已经提交，不能直接改');
      expect(talk.buttons()).toEqual([{ label: '撤回', says: '撤回 YZ20270301-0001' }]);
    }
  });

  test('A returned case is corrected with all that was filled in and handed in again', () => {
    const talk = rehearse({
      answer: (wish) =>
        wish.type === 'show-case'
          ? {
              type: 'case-shown',
              caseNo: wish.caseNo,
              step: 'accept',
              markdown: '已退回补正',
              isOpen: true,
              canDecide: false,
              canCorrect: true,
              canWithdraw: true,
            }
          : null,
    });
    talk.world.todo = [{ caseNo: 'YZ20270301-0009', label: '短期疗养', step: 'accept' }];
    talk.hear({ type: 'show-case', by: { no: '0009' } });
    expect(talk.buttons()).toEqual([{ label: '补正', says: '继续刚才的' }]);
    const said = talk.hear(set('days', 4), '改成4天');
    expect(said).toContain('退回理由：天数不对');
    expect(said).toContain('疗养天数改为4');
    expect(said).toContain('请核对');
    talk.hear(bare('cannot-handle'), '嗯');
    talk.hear(bare('confirm'), '确认');
    expect(talk.wished('submit-case').at(-1)?.submission).toMatchObject({ caseNo: 'YZ20270301-0009', slots: { days: 4, cost: 2000 } });
  });
});

describe('Digression', () => {
  test('Another request is served, then one line leads back to the question', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国')]);
    const said = talk.hear({ type: 'find-person', by: { name: '李秀英' }, show: ['basic'] }, '等下，先查下李秀英的电话');
    expect(said).toContain('档案卡 YZ-0000003 basic');
    expect(said).toContain('回到“优抚对象短期疗养（张建国）”：请说一下：意向批次');
    expect(talk.slots()['applicant']).toBe('张建国');
  });

  test('At the summary one line leads back to the confirmation', () => {
    const talk = atSummary();
    const said = talk.hear({ type: 'ask-guide', about: 'materials' }, '要带什么材料');
    expect(said).toContain('健康状况证明');
    expect(said).toContain('内容已齐，说“确认”提交');
    talk.hear(bare('confirm'));
    expect(talk.wished('submit-case')).toHaveLength(1);
  });

  test('An answer and a question in one message are both taken', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国'), set('batch', '4月'), set('cost', 2000)]);
    const said = talk.hear([set('days', 5), { type: 'ask-guide', about: 'materials', flow: 'short-sanatorium' }], '5天 对了要带什么材料');
    expect(said).toContain('要带什么');
    expect(talk.slots()['days']).toBe(5);
  });

  test('An ambiguous person in the middle is chosen, then the draft goes on', () => {
    const talk = rehearse({ people: [zhang] });
    talk.hear([start(), set('applicant', '张建国')]);
    talk.world.people = [zhang, zhangOther];
    expect(talk.hear({ type: 'find-person', by: { name: '张建国' } })).toContain('有2位');
    const said = talk.hear(set('choice', 2), '第二个');
    expect(said).toContain('档案卡 YZ-0000002');
    expect(said).toContain('回到“优抚对象短期疗养（张建国）”');
  });

  test('Another case begun in the middle puts the first aside; after its end the first is mentioned', () => {
    const talk = rehearse();
    talk.hear([start('school-transfer'), set('applicant', '张建国')]);
    expect(talk.hear([start(), set('applicant', '李秀英')])).toContain('“军人子女入转学（园）（张建国）”先放着');
    talk.hear([set('batch', '4月'), set('days', 5), set('cost', 2000)]);
    talk.hear(bare('confirm'));
    expect(talk.hear(bare('confirm'))).toContain('还有一件没办完：“军人子女入转学（园）（张建国）”');
  });

  test('The same case asked for again goes on with the open draft', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国'), set('days', 5)]);
    expect(talk.hear(start())).toContain('正在办');
    expect(talk.slots()['days']).toBe(5);
  });

  test('Thanks and a greeting do not lose the question', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国')]);
    expect(talk.hear(bare('thanks'))).toMatch(/不客气。\n\n回到“/);
    expect(talk.hear(bare('greet'))).toMatch(/^回到“/);
  });
});

describe('Cancel, resume, undo', () => {
  test('A cancelled draft is kept and resumed with everything in it', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国'), set('days', 5)]);
    expect(talk.hear(bare('cancel'), '算了不办了')).toContain('草稿保留30天');
    expect(talk.state().active).toBeNull();
    expect(talk.hear(bare('resume'), '继续刚才的')).toContain('接着办“优抚对象短期疗养（张建国）”');
    expect(talk.slots()['days']).toBe(5);
  });

  test('Of several drafts one is resumed by name or chosen', () => {
    const prepare = () => {
      const talk = rehearse();
      talk.hear([start(), set('applicant', '张建国')]);
      talk.hear(bare('cancel'));
      talk.hear([start(), set('applicant', '李秀英')]);
      talk.hear(bare('cancel'));
      return talk;
    };
    const byName = prepare();
    byName.hear(bare('resume'), '继续张建国的');
    expect(byName.state().active?.subject?.name).toBe('张建国');
    const chosen = prepare();
    expect(chosen.hear(bare('resume'), '继续刚才的')).toContain('要接着办哪一件');
    chosen.hear(set('choice', 2), '第二个');
    expect(chosen.state().active?.subject?.name).toBe('张建国');
  });

  test('A draft is forgotten after thirty days', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国')]);
    talk.hear(bare('cancel'));
    talk.passMinutes(31 * 24 * 60);
    expect(talk.hear(bare('resume'))).toContain('没有放着的草稿');
  });

  test('上一步 right after a cancel takes it back, for ten minutes', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国'), set('days', 5)]);
    talk.hear(bare('cancel'));
    expect(talk.hear(bare('back'), '上一步')).toContain('已找回');
    expect(talk.slots()['days']).toBe(5);
    talk.hear(bare('cancel'));
    talk.passMinutes(11);
    expect(talk.hear(bare('back'))).toContain('没有可以退回的');
  });

  test('Restart begins anew and can be undone', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国'), set('days', 5)]);
    expect(talk.hear(bare('restart'), '重来')).toContain('从头来');
    expect(talk.slots()).toEqual({});
    expect(talk.hear(bare('back'))).toContain('已找回');
    expect(talk.slots()['days']).toBe(5);
  });

  test('Cancelled after submission: told how to withdraw', () => {
    const talk = atSummary();
    talk.hear(bare('confirm'));
    expect(talk.hear(bare('cancel'))).toContain('要撤回请说“撤回 YZ20270301-0001”');
  });

  test('Cancel with nothing at hand says so', () => {
    expect(rehearse().hear(bare('cancel'))).toContain('没有正在办的事');
  });
});

describe('Back, skip, why, repeat', () => {
  test('Back takes the last answer away and asks it again', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国')]);
    talk.hear([set('batch', '4月'), set('days', 5), set('cost', 2000)]);
    const said = talk.hear(bare('back'), '上一步');
    expect(said).toContain('退回一步，意向批次、疗养天数、人均费用请重新说');
    expect(talk.slots()['days']).toBeUndefined();
    expect(talk.slots()['applicant']).toBe('张建国');
  });

  test('Back to the person forgets what the archive gave', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国')]);
    expect(talk.hear(bare('back'))).toContain('给谁报名疗养');
    expect(talk.slots()).toEqual({ companion: false });
  });

  test('Required values cannot be skipped and the reason is told', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国'), set('batch', '4月'), set('cost', 2000)]);
    const said = talk.hear(bare('skip'), '先不填');
    expect(said).toContain('疗养天数必须填');
    expect(said).toContain('疗养几天（最多5天）？');
  });

  test('Why is answered from the field, then the question again', () => {
    const talk = rehearse();
    talk.hear(start());
    const said = talk.hear(bare('why'), '为什么要这个');
    expect(said).toContain('疗养名额记在本人档案里');
    expect(said).toContain('给谁报名疗养');
  });

  test('Repeat says the question again, or the last thing said', () => {
    const talk = rehearse();
    talk.hear(start());
    expect(talk.hear(bare('repeat'))).toContain('给谁报名疗养');
    const idle = rehearse();
    idle.hear({ type: 'list-tasks', which: 'todo' });
    expect(idle.hear(bare('repeat'))).toContain('清单 list-tasks');
  });
});

describe('Talk', () => {
  test('Help and greeting give examples that fit the role', () => {
    expect(rehearse({}, ['village-liaison']).hear(bare('greet'))).toContain('春节还有几户没走');
    const help = rehearse({}, ['dept-officer']).hear(bare('help'));
    expect(help).toContain('我的待办');
    expect(help).not.toContain('春节还有几户没走');
    expect(help).toContain('加签');
    expect(help).not.toContain('优抚对象短期疗养');
    expect(rehearse({}, ['dept-officer']).hear(bare('help'), '能办哪些事项')).toContain('优抚对象短期疗养');
  });

  test('What cannot be understood is answered with what can be said', () => {
    expect(rehearse().hear(bare('cannot-handle'), '今天天气怎么样')).toContain('可以这样说');
  });

  test('A guide question about a service is answered from its definition', () => {
    expect(rehearse().hear({ type: 'ask-guide', flow: 'school-transfer', about: 'materials' })).toContain('资格证明信');
    expect(rehearse().hear({ type: 'ask-guide', about: 'materials' })).toContain('哪个事项');
  });

  test('A service that is not there is said so', () => {
    expect(rehearse().hear(start('no-such-flow'))).toContain('还没有开通');
  });

  test('Hand-off gives the conversation to the duty officer with what was open; the question is not asked again meanwhile', () => {
    const talk = rehearse();
    talk.hear([start(), set('applicant', '张建国')]);
    const said = talk.hear(bare('hand-off'), '找人工');
    expect(said).toContain('值班：李科长');
    expect(said).not.toContain('意向批次');
    expect(talk.state().handOff).toEqual({ id: 'ho-1' });
    expect(talk.wished('hand-off')).toEqual([
      { type: 'hand-off', about: '优抚对象短期疗养（张建国）', asked: '意向批次、疗养天数、人均费用', said: '找人工' },
    ]);
  });

  test('Every bare command has an answer, whatever is open', () => {
    const types = [
      'confirm',
      'deny',
      'cancel',
      'back',
      'skip',
      'why',
      'repeat',
      'restart',
      'resume',
      'hand-off',
      'greet',
      'thanks',
      'help',
      'cannot-handle',
    ] as const;
    const places = [
      () => rehearse(),
      () => {
        const talk = rehearse();
        talk.hear(start());
        return talk;
      },
      () => {
        const talk = rehearse({ people: [zhang, zhangOther] });
        talk.hear([start(), set('applicant', '张建国')]);
        return talk;
      },
      () => atSummary(),
    ];
    for (const place of places) for (const type of types) expect(place().hear(bare(type)), type).not.toBe('');
  });
});

describe('State', () => {
  test('A state of an earlier release opens with what it has', () => {
    const opened = openDialogue({
      version: 1,
      left: [{ id: 'a', flow: 'short-sanatorium', flowVersion: 'v', startedAt: '2027-01-01', submissionKey: 'a' }],
    });
    expect(opened.left[0]).toMatchObject({ id: 'a', slots: {}, phase: 'collecting' });
    expect(openDialogue('nonsense')).toEqual(newDialogue());
    expect(openDialogue(null)).toEqual(newDialogue());
  });

  test('The reader of the next message is told where the conversation stands', () => {
    const talk = rehearse({ people: [zhang, zhangOther] });
    expect(understandingContext(talk.state(), flows)).toBeNull();
    talk.hear([start(), set('applicant', '张建国')]);
    expect(understandingContext(talk.state(), flows)).toEqual({ choosing: ['张建国 东柳街道 安居社区', '张建国 姜山镇 走马塘村'] });
    talk.hear(set('choice', 1));
    expect(understandingContext(talk.state(), flows)).toMatchObject({ flow: 'short-sanatorium', asking: 'batch' });
    talk.hear([set('batch', '4月'), set('days', 5), set('cost', 2000)]);
    expect(understandingContext(talk.state(), flows)).toMatchObject({ asking: 'confirm' });
    talk.hear(bare('confirm'));
    expect(understandingContext(talk.state(), flows)).toMatchObject({ asking: 'confirm' });
  });
});
