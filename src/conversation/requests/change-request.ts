import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import { type ChangeDeps, changePerson } from '../../people/change/change-person.ts';
import { addNote } from '../../people/change/file-parts.ts';
import { movePerson } from '../../people/change/move-person.ts';
import { changeTexts } from '../../people/change/texts.ts';
import { undoChange } from '../../people/change/undo-change.ts';
import type { Speaking } from '../conversation-deps.ts';
import { personMeant } from './person-meant.ts';
import { splitReason } from './split-reason.ts';
import { requestTexts } from './texts.ts';
import { type Answered, plain, type TypedRequest } from './typed-request.ts';

/** What may be changed by a sentence, by what people call it; the rest is changed in a form. */
const factWords: readonly [fact: string, pattern: string][] = [
  ['emergencyPhone', '紧急联系(?:人的?)?(?:电话|手机号?)'],
  ['emergencyName', '紧急联系人'],
  ['phone', '手机号?码?|电话(?:号码)?|联系电话'],
  ['address', '户籍地址|住址|地址'],
  ['hardship', '困难情况'],
  ['bankcard', '银行卡号?'],
];

const deed = (speaking: Speaking): Omit<ChangeDeps, 'tx'> => ({
  sealer: speaking.deps.sealer,
  now: speaking.now,
  channel: speaking.channel,
});

/** 把张建国档案里的手机号改成13900001234，因为本人来电更正. The word 档案 keeps it apart from a correction of the form at hand. */
export const changeRequest: TypedRequest = {
  read: (text) => {
    const { words, reason } = splitReason(text);
    for (const [fact, pattern] of factWords) {
      const said = new RegExp(`^(?:请?把|将)?(.{2,30}?)的?档案(?:里|中|上)?的?(?:${pattern})(?:改成|改为|更正为|换成)\\s*(.+)$`, 'su').exec(
        words,
      );
      if (said) return (speaking) => change(speaking, said[1] ?? '', fact, (said[2] ?? '').replace(/[。！!]+$/u, ''), reason);
    }
    return null;
  },
};

async function change(speaking: Speaking, who: string, fact: string, value: string, reason: string | null): Promise<Answered> {
  if (reason === null) return plain(requestTexts.changeNeedsReason);
  const label = changeTexts.labels[fact] ?? fact;
  const archiveNo = await personMeant(speaking, who, (no) => `把${no}档案里的${label}改成${value}，因为${reason}`);
  if (typeof archiveNo !== 'string') return archiveNo;
  const { deps, staff } = speaking;
  const result = await deps.db.transaction((tx) =>
    changePerson({ ...deed(speaking), tx }, staff, { archiveNo, facts: { [fact]: value }, reason }),
  );
  return plain(result.ok ? requestTexts.changed(archiveNo, label) : result.sentence, result.ok ? [requestTexts.undoButton] : []);
}

/** 把张建国的档案迁到姜山镇走马塘村，因为随子女居住. */
export const moveRequest: TypedRequest = {
  read: (text) => {
    const { words, reason } = splitReason(text);
    const said = /^(?:请?把|将)(.{2,30}?)(?:的?档案)迁(?:到|往|至)\s*(.+?)[。！!]*$/su.exec(words);
    return said ? (speaking) => move(speaking, said[1] ?? '', said[2] ?? '', reason) : null;
  },
};

async function move(speaking: Speaking, who: string, place: string, reason: string | null): Promise<Answered> {
  if (reason === null) return plain(requestTexts.changeNeedsReason);
  const archiveNo = await personMeant(speaking, who, (no) => `把${no}的档案迁到${place}，因为${reason}`);
  if (typeof archiveNo !== 'string') return archiveNo;
  const { deps, staff } = speaking;
  const places = await loadPlaceBook(deps.db.tx);
  const town =
    places.towns.find((one) => place.startsWith(one)) ?? places.towns.find((one) => place.startsWith(one.replace(/(?:街道|镇)$/, '')));
  const village =
    town === undefined ? place : place.slice(place.startsWith(town) ? town.length : town.replace(/(?:街道|镇)$/, '').length).trim();
  const wanted = { archiveNo, town: town ?? place, village: village === '' ? null : village, reason };
  const result = await deps.db.transaction((tx) => movePerson({ ...deed(speaking), tx, places, ...deps.archive }, staff, wanted));
  return plain(result.ok ? requestTexts.moved(plainMarkdown(result.from), plainMarkdown(result.to), result.told) : result.sentence);
}

/** 给张建国的档案加一条备注：听力不好，打电话要大声. */
export const noteRequest: TypedRequest = {
  read: (text) => {
    const said = /^给(.{2,30}?)的?档案(?:里|上)?(?:加|添|写)(?:上)?(?:一?条|个)?备注[:：，,\s]*(.+)$/su.exec(text.trim());
    return said ? (speaking) => note(speaking, said[1] ?? '', said[2] ?? '') : null;
  },
};

async function note(speaking: Speaking, who: string, text: string): Promise<Answered> {
  const archiveNo = await personMeant(speaking, who, (no) => `给${no}的档案加备注：${text}`);
  if (typeof archiveNo !== 'string') return archiveNo;
  const result = await speaking.deps.db.transaction((tx) => addNote({ ...deed(speaking), tx }, speaking.staff, { archiveNo, text }));
  return plain(result.ok ? requestTexts.noted(archiveNo) : result.sentence);
}

/** 撤销刚才的档案修改: one's own latest, within ten minutes. */
export const undoRequest: TypedRequest = {
  read: (text) => (/^(?:撤销|撤回)(?:刚才|上一次|上次)?的?(?:档案)(?:修改|改动|更正)[。！!]*$/u.test(text.trim()) ? undo : null),
};

async function undo(speaking: Speaking): Promise<Answered> {
  const result = await speaking.deps.db.transaction((tx) => undoChange({ ...deed(speaking), tx }, speaking.staff));
  return plain(result.ok ? requestTexts.undone(result.archiveNo) : result.sentence);
}
