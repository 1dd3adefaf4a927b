import { keepFlowVersion } from '../cases/case-store.ts';
import type { Draft } from '../dialogue/dialogue-state.ts';
import type { LoadedFlow } from '../flows/flow-definition.ts';
import type { Staff } from '../organisation/staff.ts';
import type { Database } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { texts } from './texts.ts';
import { openThread, savedThread } from './thread.ts';
import { changeThread } from './thread-store.ts';

export interface BegunForm {
  flow: LoadedFlow;
  /** Null: not said yet whom it is about. */
  subject: Draft['subject'];
  /** Checked one by one, as a conversation checks them. */
  slots: Draft['slots'];
  /** Which of them came from the archive. */
  prefilled: string[];
  /** The same form kept again takes its own place. */
  key: string;
  now: Date;
}

export type DraftKept = { ok: true } | { ok: false; code: 'no-chat' | 'conversation-busy'; sentence: string };

/** Lays a form that was begun elsewhere among the drafts of a member of staff's own chat with the bot, where 继续 takes it up (暂存). */
export async function keepDraft(deps: { db: Database; sealer: Sealer }, staff: Staff, form: BegunForm): Promise<DraftKept> {
  const { dingtalkUserId, id: staffId } = staff;
  if (dingtalkUserId === null) return { ok: false, code: 'no-chat', sentence: texts.noChat };
  const draft = draftOf(form);
  const { now, flow } = form;
  const isKept = await deps.db.transaction(async (tx) => {
    await keepFlowVersion(tx, flow);
    return changeThread(tx, deps.sealer, { key: `dingtalk:with:${dingtalkUserId}`, staffId, now }, (saved) => {
      const thread = openThread(saved);
      const left = [draft, ...thread.dialogue.left.filter((one) => one.id !== draft.id)];
      return savedThread({ ...thread, dialogue: { ...thread.dialogue, left } });
    });
  });
  return isKept ? { ok: true } : { ok: false, code: 'conversation-busy', sentence: texts.conversationBusy };
}

function draftOf({ flow, subject, slots, prefilled, key, now }: BegunForm): Draft {
  const at = now.toISOString();
  return {
    id: key,
    flow: flow.definition.id,
    flowVersion: flow.version,
    slots,
    labels: {},
    subject,
    isPrefilled: subject !== null,
    prefilled,
    asking: [],
    offered: null,
    said: {},
    answers: [Object.keys(slots)],
    skipped: [],
    phase: 'collecting',
    startedAt: at,
    touchedAt: at,
    submissionKey: key,
    caseNo: null,
  };
}
