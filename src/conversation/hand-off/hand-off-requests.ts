import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import { dutyChain } from '../../organisation/duty.ts';
import type { Staff } from '../../organisation/staff.ts';
import { findStaffByIds } from '../../organisation/staff-store.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Speaking } from '../conversation-deps.ts';
import { type Answered, plain, type TypedRequest } from '../requests/typed-request.ts';
import { endByAsker, endNotice, named, onDuty, postAbove } from './hand-off.ts';
import { closeHandOff, type HandOff, handOffOf, keepWord, openHandOffs, takeHandOff } from './hand-off-store.ts';
import { handOffTexts as texts } from './texts.ts';

interface Waiting {
  handOff: HandOff;
  asker: Staff;
}

/** 回复 王芳：明天上午来拿; 回复 V1 asks what to say. */
export const replyRequest: TypedRequest = {
  read: (text) => {
    const said = /^回复\s*([^\s：:，,]{1,14})?(?:[\s：:，,]+(.+))?$/su.exec(text.trim());
    return said ? (speaking) => reply(speaking, said[1] ?? '', said[2]?.trim() ?? '') : null;
  },
};

/** 结束人工 王芳. Without a name it is said by whoever asked, or of the only one who waits. */
export const endHandOffRequest: TypedRequest = {
  read: (text) => {
    const said = /^(?:结束人工|不用人工了|不找人工了)\s*([^\s：:，,。！!]{1,14})?[。！!]*$/u.exec(text.trim());
    return said ? (speaking) => end(speaking, said[1] ?? '') : null;
  },
};

/** 谁在找人工. */
export const waitingRequest: TypedRequest = {
  read: (text) => (/^(?:现在)?(?:有)?(?:谁|哪些人)(?:还)?在?(?:找|等)人工[?？]*$/u.test(text.trim()) ? list : null),
};

async function list(speaking: Speaking): Promise<Answered> {
  const waiting = await waitingFor(speaking.deps.db.tx, speaking.staff, speaking.now);
  if (waiting.length === 0) return plain(texts.noSuch(''));
  return plain(texts.waiting(waiting.map(({ asker, handOff }) => texts.since(named(asker), minuteText(handOff.openedAt)))));
}

/** Hand-offs that this member of staff may answer: taken by them, or theirs by the roster of any office asked so far. */
async function waitingFor(tx: Tx, staff: Staff, now: Date): Promise<Waiting[]> {
  const open = await openHandOffs(tx);
  const askers = new Map((await findStaffByIds(tx, [...new Set(open.map((one) => one.staffId))])).map((one) => [one.id, one]));
  const found: Waiting[] = [];
  for (const handOff of open) {
    const asker = askers.get(handOff.staffId);
    if (asker && (handOff.officerId === staff.id || (await wasAsked(tx, staff, asker, handOff, now)))) found.push({ handOff, asker });
  }
  return found;
}

async function wasAsked(tx: Tx, staff: Staff, asker: Staff, { role }: HandOff, now: Date): Promise<boolean> {
  const chain = dutyChain(postAbove(asker));
  for (const asked of chain.slice(0, chain.indexOf(role) + 1)) {
    if ((await onDuty(tx, asker, asked, now)).some((one) => one.id === staff.id)) return true;
  }
  return false;
}

/** The one that a name or number means; an answer where it is none or several. */
async function meant({ deps, staff, now }: Speaking, said: string): Promise<Waiting | Answered> {
  const waiting = await waitingFor(deps.db.tx, staff, now);
  const fitting = said === '' ? waiting : waiting.filter(({ asker }) => asker.id === said || asker.name === said);
  const [only] = fitting;
  if (!only) return plain(texts.noSuch(said));
  return fitting.length === 1 ? only : plain(texts.which(fitting.map(({ asker }) => named(asker))));
}

async function reply(speaking: Speaking, who: string, words: string): Promise<Answered> {
  const found = await meant(speaking, who);
  if ('markdown' in found) return found;
  const { asker, handOff } = found;
  if (words === '') return { ...plain(texts.askReply(asker.name)), pending: { kind: 'hand-off-reply', staffId: asker.id } };
  const { deps, staff, now, key } = speaking;
  await deps.db.transaction(async (tx) => {
    if (!(await keepWord(tx, deps.sealer, { id: key, handOffId: handOff.id, fromStaff: staff.id, said: words, saidAt: now }))) return;
    await takeHandOff(tx, handOff.id, staff.id, now);
    const markdown = texts.word(named(staff), plainMarkdown(words));
    await deps.tell(tx, [
      { staffId: asker.id, key: `hand-off:${key}:${asker.id}`, about: handOff.id, title: texts.wordTitle, markdown, buttons: [] },
    ]);
  });
  return plain(texts.replied(asker.name));
}

/** The words that 回复 asked for. */
export function replyWith(speaking: Speaking, staffId: string, words: string): Promise<Answered> {
  return reply(speaking, staffId, words);
}

async function end(speaking: Speaking, who: string): Promise<Answered> {
  const own = who === '' ? await handOffOf(speaking.deps.db.tx, speaking.staff.id) : null;
  if (own) {
    await endByAsker(speaking, own);
    return plain([texts.endedBySpeaker, texts.goOn].join('\n\n'));
  }
  const found = await meant(speaking, who);
  if ('markdown' in found) return found;
  const { asker, handOff } = found;
  const { deps, staff, now, key } = speaking;
  await deps.db.transaction(async (tx) => {
    if (!(await closeHandOff(tx, handOff.id, staff.id, now))) return;
    await deps.tell(tx, [endNotice(handOff, asker.id, key, [texts.endedByOther(named(staff)), texts.goOn].join('\n\n'))]);
  });
  return plain(texts.ended(asker.name));
}
