import { makePhoneLink } from '../../credentials/code/code-phone.ts';
import { codeForStaff } from '../../credentials/code/show-code.ts';
import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import type { Speaking } from '../conversation-deps.ts';
import { codeTexts as say } from './code-texts.ts';
import { personMeant } from './person-meant.ts';
import { type Answered, plain, type TypedRequest } from './typed-request.ts';

const CODE = '(?:鄞领)?老兵码';
const SHOWS = new RegExp(`^(?:请|帮我|我要)?(?:出示|亮一下|亮出|亮|展示|打开|调出)(?:一下)?(.*?)的?${CODE}(?:看看|给商户看)?$`, 'u');
const SENDS = new RegExp(`^(?:请|帮我)?(?:把)?(?:发|发送|发一下)?(?:给)?(.*?)的?${CODE}(?:的)?链接(?:发给(?:他|她|本人|老人))?$`, 'u');

/** 出示张建国的老兵码: a page of the asker's own that shows it. 发张建国的老兵码链接: a link that binds the person's telephone, once. */
export const codeRequest: TypedRequest = {
  read: (text) => {
    const said = text.replace(/[。.！!，,\s]+$/u, '');
    const sent = SENDS.exec(said);
    if (sent) return (speaking) => sendLink(speaking, sent[1] ?? '');
    const shown = SHOWS.exec(said);
    return shown ? (speaking) => show(speaking, shown[1] ?? '') : null;
  },
};

async function show(speaking: Speaking, who: string): Promise<Answered> {
  const archiveNo = await personMeant(speaking, who, (one) => `出示 ${one} 的老兵码`);
  if (typeof archiveNo !== 'string') return archiveNo;
  const { deps, staff, now } = speaking;
  const found = await codeForStaff({ tx: deps.db.tx, now }, staff, archiveNo);
  if (!found.ok) return refused(found, archiveNo);
  const { url, minutes } = deps.codeLinks.toShow(archiveNo, staff.id);
  return plain(say.shown(plainMarkdown(found.holder.name), url, minutes));
}

async function sendLink(speaking: Speaking, who: string): Promise<Answered> {
  const archiveNo = await personMeant(speaking, who, (one) => `发 ${one} 的老兵码链接`);
  if (typeof archiveNo !== 'string') return archiveNo;
  const { deps, staff, now, channel } = speaking;
  const made = await deps.db.transaction((tx) => makePhoneLink({ tx, sealer: deps.sealer, now, channel }, staff, archiveNo));
  return made.ok ? plain(say.link(deps.codeLinks.toBind(made.secret), minuteText(made.until))) : refused(made, archiveNo);
}

/** Without a code there is something to be done about it. */
function refused({ code, sentence }: { code: string; sentence: string }, archiveNo: string): Answered {
  return plain(sentence, code === 'none' ? [{ label: say.apply, says: `给 ${archiveNo} 申领老兵码` }] : []);
}
