import { z } from '@hono/zod-openapi';
import { slotsSchema } from './case-schema.ts';

/** What can be done with a case, by the ids of case-operations.md. */

const text = (description: string) => z.string().trim().min(1).max(2000).meta({ description });
const note = text('原因或说明');
const one = text('同事的工号或全名');
const several = z.array(z.string().trim().min(1).max(64)).min(1).max(50).meta({ description: '同事的工号或全名，可以多位' });
const taskId = z.string().max(64).optional().meta({ description: '手里有同一件的几项任务时，说明是哪一项' });
const step = text('步骤的键或名称');

const decisionFields = {
  opinion: text('意见；退回和不同意必须写').optional(),
  returnTo: z
    .string()
    .max(64)
    .optional()
    .meta({ description: '退回到：applicant（发起人，默认）、previous（上一步），或走过的步骤的键或名称' }),
  afterReturn: z.enum(['again', 'straight']).optional().meta({ description: '补正后：again 重新走一遍，straight 直接回到这一步' }),
  corrections: z.array(text('要补正的一项')).max(30).optional(),
  edits: slotsSchema.optional().meta({ description: '这一步有权核改的字段' }),
  paper: z
    .strictObject({ on: z.iso.date(), signer: text('纸面签批人') })
    .optional()
    .meta({ description: '补录：纸面上已经签批的日期和签批人' }),
};

export const decisionSchema = z.strictObject({ decision: z.enum(['approve', 'return', 'reject']), ...decisionFields }).openapi('Decision');

const plain = <Id extends string>(operation: Id) => z.strictObject({ operation: z.literal(operation) });
const onTask = <Id extends string>(operation: Id) => z.strictObject({ operation: z.literal(operation), taskId });
const reasoned = <Id extends string>(operation: Id) => z.strictObject({ operation: z.literal(operation), note });
const decided = <Id extends string>(operation: Id) => z.strictObject({ operation: z.literal(operation), taskId, ...decisionFields });
const handed = <Id extends string>(operation: Id) =>
  z.strictObject({ operation: z.literal(operation), to: one, note: note.optional(), taskId });
const sent = <Id extends string>(operation: Id) => z.strictObject({ operation: z.literal(operation), to: several, note: note.optional() });

export const operationSchema = z
  .discriminatedUnion('operation', [
    decided('approve'),
    decided('return'),
    decided('reject'),
    z.strictObject({ operation: z.literal('resubmit'), slots: slotsSchema.optional() }),
    z.strictObject({ operation: z.literal('withdraw'), note: note.optional() }),
    z.strictObject({ operation: z.literal('take-back'), note: note.optional(), taskId }),
    handed('transfer'),
    handed('delegate'),
    z.strictObject({
      operation: z.literal('add-signer'),
      to: one,
      place: z.enum(['before', 'beside', 'after']).default('before'),
      note: note.optional(),
      taskId,
    }),
    z.strictObject({ operation: z.literal('remove-signer'), to: one, note: note.optional() }),
    z.strictObject({ operation: z.literal('name-handlers'), step, to: several }),
    onTask('claim'),
    onTask('give-back'),
    sent('copy'),
    sent('circulate'),
    plain('mark-read'),
    plain('urge'),
    plain('escalate'),
    reasoned('suspend'),
    plain('resume'),
    reasoned('terminate'),
    z.strictObject({ operation: z.literal('reopen'), step: step.optional(), note }),
    z.strictObject({ operation: z.literal('jump'), step, note }),
    plain('confirm-jump'),
    plain('change-version'),
    reasoned('comment'),
  ])
  .openapi('Operation');

export type AskedOperation = z.infer<typeof operationSchema>;
export type AskedDecision = z.infer<typeof decisionSchema>;

/** One of each kind, as the reader shows them. */
export const operationExamples: Readonly<Record<string, z.input<typeof operationSchema>>> = {
  催办: { operation: 'urge' },
  撤回: { operation: 'withdraw', note: '本人不去了' },
  补正后重新提交: { operation: 'resubmit', slots: { days: 4 } },
  转办: { operation: 'transfer', to: '王敏', note: '我明天外出' },
  前加签: { operation: 'add-signer', to: 'T330212012A', place: 'before', note: '请先看' },
  指定后续办理人: { operation: 'name-handlers', step: '分管局领导审批', to: ['DLEADER01'] },
  抄送: { operation: 'copy', to: ['王敏', '李建军'] },
  挂起: { operation: 'suspend', note: '等鉴定结果' },
  退回上一步: { operation: 'return', opinion: '请再核对', returnTo: 'previous' },
  补录纸面签批: { operation: 'approve', opinion: '同意', paper: { on: '2026-11-20', signer: '王敏' } },
  留言: { operation: 'comment', note: '已电话联系家属' },
};
