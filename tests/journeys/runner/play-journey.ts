import type { InboundMessage, IncomingFile } from '../../../src/channels/channel.ts';
import { openThread, type Thread } from '../../../src/conversation/thread.ts';
import { savedThreadOf } from '../../../src/conversation/thread-store.ts';
import type { DialogueButton } from '../../../src/dialogue/wish.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { factOf, staffByName } from './cast.ts';
import { checkLine } from './check-line.ts';
import type { Coverage } from './coverage.ts';
import { timeCalled } from './expected.ts';
import type { Journey, Line } from './journey.ts';
import type { Played } from './played.ts';
import type { Stage } from './stage.ts';

/** Everything said in all conversations, for the tone. */
export const said = new Set<string>();

let messages = 0;

/** Plays one written conversation from the beginning; throws with the line and all that was said so far where it does not go as written. */
export async function playJourney(stage: Stage, journey: Journey, coverage: Coverage): Promise<void> {
  await stage.reset(journey.now);
  const talk: string[] = [];
  const lastButtons = new Map<string, DialogueButton[]>();
  for (const line of journey.lines) {
    const staff = staffByName.get(line.who);
    if (!staff) throw new Error(`${line.who}不在 cast.yaml 里`);
    const words = filledIn(line.says, talk, lastButtons.get(staff.id) ?? []);
    if (line.check.过) await pass(stage, timeCalled(line.check.过));
    const before = await threadOf(stage, staff);
    const played = await say(stage, staff, words, line);
    lastButtons.set(staff.id, played.buttons);
    talk.push(`${line.who}：${words}`, `  鄞领：${played.reply.replaceAll('\n', ' ')}`);
    said.add(played.reply);
    coverage.note(journey.pattern, before.dialogue, played.thread.explained?.commands ?? []);
    try {
      await checkLine(stage, line.check, played);
    } catch (error) {
      throw new Error(`第${line.at}句 ${error instanceof Error ? error.message : String(error)}\n${talk.join('\n')}`);
    }
  }
}

async function pass(stage: Stage, milliseconds: number): Promise<void> {
  stage.clock.advance(milliseconds);
  await stage.app.conversations.remind(stage.clock.now());
  await stage.app.conversations.raise(stage.clock.now());
}

const NUMBER = /YZ\d{8}-\d{4}/g;

/** {编号}: the case mentioned last; {何德明的身份证号}: a fact of the cast; 点：… the words of a button. */
function filledIn(words: string, talk: readonly string[], buttons: readonly DialogueButton[]): string {
  if (words.startsWith('点：')) {
    const label = words.slice(2);
    const button = buttons.find((one) => one.label === label || one.label.includes(label));
    if (!button) throw new Error(`没有“${label}”这个按钮，有：${buttons.map((one) => one.label).join('、')}`);
    return button.says;
  }
  return words.replace(/\{([^}]+)\}/g, (_, what: string) => {
    const numbers = [...new Set(talk.join('\n').match(NUMBER) ?? [])];
    const [, order] = /^编号(\d?)$/.exec(what) ?? [];
    if (order !== undefined) return (order === '' ? numbers.at(-1) : numbers[Number(order) - 1]) ?? what;
    const [, name = '', fact = ''] = /^(.+?)的(.+)$/.exec(what) ?? [];
    const value = factOf(name, fact);
    if (value === null) throw new Error(`不知道 {${what}}`);
    return value;
  });
}

async function say(stage: Stage, staff: Staff, words: string, { check }: Line): Promise<Played> {
  const { channel, app, clock } = stage;
  messages += 1;
  clock.advance(1000);
  // The receiver's earlier notices are not this answer.
  await app.delivery.sweep();
  const from = channel.arrived.length;
  const message: InboundMessage = {
    channel: 'dingtalk',
    messageKey: `written-${messages}`,
    conversationId: check.群 ? 'cid-written-group' : `cid-${staff.id}`,
    isGroup: check.群 === true,
    groupTitle: check.群 ? '姜山镇工作群' : null,
    senderUserId: staff.dingtalkUserId,
    senderNick: staff.name,
    text: words,
    files: filesOf(stage, check),
    session: null,
    sentAt: clock.now(),
    quotaExhausted: false,
  };
  for (let times = 0; times < (check.重发 ?? 1); times += 1) await app.reception.onMessage(message);
  await app.reception.idle();
  const replies = channel.arrived.slice(from).filter((one) => (check.群 ? one.groupId !== null : one.userId === staff.dingtalkUserId));
  return {
    reply: replies.map((one) => one.body.markdown.replace(/\\(.)/g, '$1')).join('\n\n'),
    buttons: replies.flatMap((one) => [...one.body.buttons]),
    thread: await threadOf(stage, staff),
  };
}

function filesOf({ channel }: Stage, { 图片: pictures = 0, 语音: isVoice }: Line['check']): IncomingFile[] {
  const files = Array.from({ length: pictures }, (_, index): IncomingFile => {
    const downloadCode = `picture-${messages}-${index}`;
    channel.keepFile(downloadCode, Buffer.from([0xff, 0xd8, 0xff, messages % 256, index]), 'image/jpeg');
    return { kind: 'picture', downloadCode, fileName: null };
  });
  return isVoice ? [...files, { kind: 'audio', downloadCode: `voice-${messages}`, fileName: null }] : files;
}

async function threadOf({ app }: Stage, staff: Staff): Promise<Thread> {
  return openThread(await savedThreadOf(app.db.tx, app.sealer, 'dingtalk', staff));
}
