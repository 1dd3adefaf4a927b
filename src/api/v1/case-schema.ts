import { z } from '@hono/zod-openapi';
import type { CaseBrief, TaskBrief } from '../../cases/list-tasks.ts';

const moment = z.iso.datetime().meta({ example: '2026-11-23T01:00:00.000Z' });
const states = ['draft', 'open', 'suspended', 'completed', 'rejected', 'withdrawn', 'terminated'] as const;
const lights = ['green', 'yellow', 'red', 'overdue'] as const;

export const caseStateSchema = z.enum(states).openapi('CaseState');
const lightSchema = z
  .enum(lights)
  .openapi('Light')
  .meta({ description: '承诺办理时限（工作时间）用去一半起 yellow，九成起 red，超过 overdue' });

export const slotValueSchema = z
  .union([
    z.string().max(5000),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(z.string().max(500)).max(50),
    z.strictObject({ from: z.string(), to: z.string() }),
  ])
  .openapi('SlotValue');
export const slotsSchema = z.record(z.string(), slotValueSchema).openapi('Slots').meta({
  description: '按事项定义（flows/）的字段键填写；日期 YYYY-MM-DD，金额为元，多选为键的列表，文件为 POST /api/v1/files 返回的 file',
});

const subjectSchema = z
  .strictObject({ archiveNo: z.string().nullable(), name: z.string().meta({ description: '按权限可能打码，全部隐去时为 ***' }) })
  .openapi('Subject');

const caseTaskSchema = z
  .strictObject({
    id: z.string().meta({ example: 'YZ20261123-0001-1' }),
    step: z.string(),
    party: z.string().nullable(),
    role: z.string(),
    assignees: z.array(z.string()),
    state: z.enum(['open', 'done', 'cancelled', 'waiting']),
    decision: z.enum(['approve', 'return', 'reject']).nullable(),
    opinion: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: moment.nullable(),
    dueAt: moment.nullable(),
  })
  .openapi('CaseTask');

/** A case as contract.md section 3 promises it. */
export const caseSchema = z
  .strictObject({
    no: z.string().meta({ example: 'YZ20261123-0001' }),
    flow: z.string().meta({ example: 'short-sanatorium' }),
    flowVersion: z.string(),
    state: caseStateSchema,
    subject: subjectSchema,
    startedBy: z.string(),
    startedAt: moment,
    dueAt: moment.nullable(),
    light: lightSchema,
    slots: slotsSchema,
    tasks: z.array(caseTaskSchema),
    events: z.array(
      z.strictObject({
        seq: z.int(),
        type: z.string(),
        at: moment,
        by: z.string(),
        onBehalfOf: z.string().optional(),
        data: z.record(z.string(), z.unknown()),
      }),
    ),
    outcome: z.array(
      z.strictObject({ kind: z.string(), key: z.string(), text: z.string(), at: moment, data: z.record(z.string(), z.unknown()) }),
    ),
    copies: z.array(z.strictObject({ staffId: z.string(), kind: z.string(), at: moment, readAt: moment.nullable() })),
  })
  .openapi('Case');

const briefFields = {
  flow: z.string(),
  flowName: z.string(),
  state: caseStateSchema,
  step: z.string().nullable(),
  stepName: z.string().nullable(),
  subject: subjectSchema,
  town: z.string().nullable(),
  village: z.string().nullable(),
  startedBy: z.string(),
  startedAt: moment,
  dueAt: moment.nullable(),
  light: lightSchema,
  waitsFor: z.string().nullable(),
};

export const caseBriefSchema = z.strictObject({ no: z.string(), ...briefFields, closedAt: moment.nullable() }).openapi('CaseBrief');

export const taskSchema = z
  .strictObject({
    id: z.string().meta({ example: 'YZ20261123-0001-1' }),
    case: z.string().meta({ example: 'YZ20261123-0001' }),
    ...briefFields,
    party: z.string().nullable(),
    openedAt: moment,
    decidedAt: moment.nullable(),
    isCorrection: z.boolean().meta({ description: '退回给发起人补正的' }),
  })
  .openapi('Task');

export function caseBriefOf(brief: CaseBrief): z.infer<typeof caseBriefSchema> {
  return { no: brief.no, ...sharedOf(brief), step: brief.step, stepName: brief.stepName, closedAt: brief.closedAt?.toISOString() ?? null };
}

export function taskOf(task: TaskBrief): z.infer<typeof taskSchema> {
  return {
    id: task.taskId,
    case: task.no,
    ...sharedOf(task),
    step: task.taskStep,
    stepName: task.taskStepName,
    dueAt: (task.taskDueAt ?? task.dueAt)?.toISOString() ?? null,
    party: task.party,
    openedAt: task.openedAt.toISOString(),
    decidedAt: task.decidedAt?.toISOString() ?? null,
    isCorrection: task.isCorrection,
  };
}

function sharedOf(brief: CaseBrief) {
  const { flow, flowName, state, archiveNo, subjectName, town, village, startedBy, startedAt, dueAt, light, waitsFor } = brief;
  const moments = { startedAt: startedAt.toISOString(), dueAt: dueAt?.toISOString() ?? null };
  return { flow, flowName, state, subject: { archiveNo, name: subjectName }, town, village, startedBy, ...moments, light, waitsFor };
}
