import { markRead } from '../../cases/copy-store.ts';
import { type Operated, operateCase } from '../../cases/operate-case.ts';
import type { OperateRequest } from '../../cases/operation-acts.ts';
import { operationNames } from '../../cases/texts.ts';
import type { Speaking } from '../conversation-deps.ts';
import { standing } from '../standing.ts';
import { caseMeant, splitCaseNo } from './case-meant.ts';
import { caseTexts as say } from './case-request-texts.ts';
import { type Answered, type Near, plain, type TypedRequest } from './typed-request.ts';

type Asked = Pick<OperateRequest, 'operation' | 'to' | 'note' | 'place' | 'step'>;

interface Way {
  pattern: RegExp;
  asked(match: RegExpExecArray): Asked;
}

const NOTE = '(?:[，,。：:；;]\\s*(?:因为|原因是?|事由)?[：:]?\\s*(?<note>.+))?';
const way = (words: string, asked: (groups: Partial<Record<string, string>>) => Asked): Way => ({
  pattern: new RegExp(`^(?:请|帮我|麻烦|我来)?${words}${NOTE}$`, 'su'),
  asked: ({ groups = {} }) => ({ note: groups.note?.trim(), ...asked(groups) }),
});

const places = { 前: 'before', 后: 'after', 并: 'beside' } as const;

/** What case-operations.md has beside the grammar of commands, as it is said; the number of the case is taken out before. */
const ways: readonly Way[] = [
  way('认领(?:一下)?', () => ({ operation: 'claim' })),
  way('(?:退回待领|放回待领|放回(?:公共)?池(?:里)?)', () => ({ operation: 'give-back' })),
  way('取回(?:我?刚才?(?:办|批|审)的?|(?:刚才|刚刚)?的?(?:决定|审批|意见))?', () => ({ operation: 'take-back' })),
  way('减签\\s*(?<to>\\S+?)', ({ to }) => ({ operation: 'remove-signer', to })),
  way('(?<place>[前后并])加签\\s*(?:给|一下)?\\s*(?<to>\\S+?)', ({ place, to }) => ({
    operation: 'add-signer',
    to,
    place: places[place as keyof typeof places],
  })),
  way(
    '指定\\s*(?<step>[^，,]+?)(?:这一步)?\\s*(?:由|给|让)\\s*(?<to>[^，,：:]+?)(?:来)?(?:办理|办|审核|审批|审|处理)?',
    ({ step, to }) => ({
      operation: 'name-handlers',
      step,
      to,
    }),
  ),
  way('传阅\\s*(?:给|到)?\\s*(?<to>[^：:。；;]+?)', ({ to }) => ({ operation: 'circulate', to })),
  way('重启(?:[，,]?\\s*从\\s*(?<step>[^，,：:。]+?)(?:这一步)?(?:开始|起|重来))?', ({ step }) => ({ operation: 'reopen', step })),
  way('跳转?(?:到|至)\\s*(?<step>[^，,：:。]+?)(?:这一步)?', ({ step }) => ({ operation: 'jump', step })),
  way('(?:确认|同意)跳转', () => ({ operation: 'confirm-jump' })),
  way('升级(?:到|给)?(?:上级|上一级|领导)?', () => ({ operation: 'escalate' })),
];

export const operationRequest: TypedRequest = {
  read: (text) => {
    const { words, no } = splitCaseNo(text);
    for (const { pattern, asked } of ways) {
      const match = pattern.exec(words);
      if (match) return (speaking, near) => perform(speaking, near, { no, words, asked: asked(match) });
    }
    return null;
  },
};

async function perform(speaking: Speaking, near: Near, said: { no: string | null; words: string; asked: Asked }): Promise<Answered> {
  const caseNo = await caseMeant(speaking, said.no, near.caseNo, (no) => `${said.words} ${no}`);
  if (typeof caseNo !== 'string') return caseNo;
  const { deps, staff, now, channel, key } = speaking;
  const operate = (asked: Asked) => operateCase(deps.cases, { ...asked, caseNo, actor: staff, now, channel, requestKey: key });
  const first = await operate(said.asked);
  // 重启 is said of a closed case and of one that is suspended.
  const result = !first.ok && first.code === 'not-closed' ? await operate({ ...said.asked, operation: 'resume' }) : first;
  return plain(result.ok ? operated(result) : result.sentence);
}

function operated(result: Operated): string {
  return [say.done(operationNames[result.operation], result.caseNo), standing(result)].filter((part) => part !== '').join('\n\n');
}

/** 已阅 YZ…: a copy or a paper in circulation has been read. */
export const readRequest: TypedRequest = {
  read: (text) => {
    const { words, no } = splitCaseNo(text);
    return /^(?:我)?(?:已阅|已经?看过?了?|阅)$/u.test(words) && (no !== null || words.includes('阅'))
      ? (speaking, near) => noteRead(speaking, near, no)
      : null;
  },
};

async function noteRead(speaking: Speaking, near: Near, no: string | null): Promise<Answered> {
  const caseNo = await caseMeant(speaking, no, near.caseNo, (one) => `已阅 ${one}`);
  if (typeof caseNo !== 'string') return caseNo;
  const isFirst = await markRead(speaking.deps.db.tx, caseNo, speaking.staff.id, speaking.now);
  return plain(isFirst ? say.read(caseNo) : say.readBefore(caseNo));
}
