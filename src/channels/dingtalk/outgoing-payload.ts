import type { Button, OutgoingBody } from '../channel.ts';
import { texts } from '../texts.ts';

/** Turns what the bot says into DingTalk's bodies (dingtalk.md §3). Pure. */

/** DingTalk's ready-made cards have at most five buttons. */
const MAX_BUTTONS = 5;
/** `msgParam` of a group message may have 15,000 bytes; what JSON escapes and buttons add must fit beside the text. */
const MAX_MARKDOWN_BYTES = 9_000;
const MAX_TITLE_CHARACTERS = 60;
/** A value of a card has at most 1 KB (dingtalk.md §4.2), hence the text in several variables. */
const MAX_CARD_VALUE_BYTES = 1_000;
const CARD_PARTS = ['markdown', 'markdown2', 'markdown3', 'markdown4', 'markdown5', 'markdown6', 'markdown7', 'markdown8'];

/** A link that types `says` into the chat when it is pressed. */
export function typedCommandUrl(says: string): string {
  return `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(says)}`;
}

interface Message {
  title: string;
  text: string;
  buttons: { title: string; url: string }[];
}

function messageOf(body: OutgoingBody): Message {
  const shown = body.buttons.slice(0, MAX_BUTTONS);
  const rest = body.buttons.slice(MAX_BUTTONS);
  const text = cutToBytes(hardBreaks(body.markdown), MAX_MARKDOWN_BYTES) + restAsText(rest);
  return {
    title: titleOf(body),
    text,
    buttons: shown.map((button) => ({ title: button.label, url: typedCommandUrl(button.says) })),
  };
}

function restAsText(rest: Button[]): string {
  return rest.length === 0 ? '' : `\n\n${texts.alsoSay(rest.map((button) => button.says))}`;
}

function titleOf(body: OutgoingBody): string {
  return [...body.title].slice(0, MAX_TITLE_CHARACTERS).join('') || texts.untitled;
}

// DingTalk joins lines unless two blanks precede the break (dingtalk.md §3.1).
function hardBreaks(markdown: string): string {
  return markdown.replace(/[ \t]*\n(?!\n)/g, (_, offset: number) => (markdown[offset - 1] === '\n' ? '\n' : '  \n'));
}

function cutToBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const room = limit - Buffer.byteLength(texts.cutShort);
  // Cutting between bytes may break the last character: the decoder marks it, and we drop the mark.
  return (
    Buffer.from(text)
      .subarray(0, room)
      .toString('utf8')
      .replace(/\uFFFD+$/, '') + texts.cutShort
  );
}

/** Body for a session webhook: markdown, or an actionCard where there are buttons. Only markdown can mention somebody. */
export function sessionPayload(body: OutgoingBody, mentionUserId: string | null): Record<string, unknown> {
  const { title, text, buttons } = messageOf(body);
  const [first] = buttons;
  if (!first) {
    if (!mentionUserId) return { msgtype: 'markdown', markdown: { title, text } };
    return { msgtype: 'markdown', markdown: { title, text: `@${mentionUserId}  \n${text}` }, at: { atUserIds: [mentionUserId] } };
  }
  if (buttons.length === 1) return { msgtype: 'actionCard', actionCard: { title, text, singleTitle: first.title, singleURL: first.url } };
  const btns = buttons.map((button) => ({ title: button.title, actionURL: button.url }));
  return { msgtype: 'actionCard', actionCard: { title, text, btnOrientation: '0', btns } };
}

/** `msgKey` and `msgParam` of the robot's send APIs. */
export function robotPayload(body: OutgoingBody): { msgKey: string; msgParam: string } {
  const { title, text, buttons } = messageOf(body);
  const [first] = buttons;
  if (!first) return { msgKey: 'sampleMarkdown', msgParam: JSON.stringify({ title, text }) };
  if (buttons.length === 1) {
    return { msgKey: 'sampleActionCard', msgParam: JSON.stringify({ title, text, singleTitle: first.title, singleURL: first.url }) };
  }
  const numbered = buttons.flatMap((button, index) => [
    [`actionTitle${index + 1}`, button.title],
    [`actionURL${index + 1}`, button.url],
  ]);
  return { msgKey: `sampleActionCard${buttons.length}`, msgParam: JSON.stringify({ title, text, ...Object.fromEntries(numbered) }) };
}

/**
 * Variables of the card template: `title`, the text in `markdown`, `markdown2` … `markdown8` (parts of at most 1 KB, empty where not
 * needed), and `buttons`, a JSON list of `{id, text, says}`. A press comes back with the id as its action and `says` as a parameter.
 */
export function cardParams(body: OutgoingBody): Record<string, string> {
  const { buttons, spoken } = fittingButtons(body.buttons);
  const parts = splitByBytes(hardBreaks(body.markdown) + restAsText(spoken));
  const params: Record<string, string> = { title: titleOf(body), buttons };
  for (const [index, name] of CARD_PARTS.entries()) params[name] = parts[index] ?? '';
  return params;
}

function fittingButtons(all: Button[]): { buttons: string; spoken: Button[] } {
  for (let count = all.length; count > 0; count -= 1) {
    const buttons = JSON.stringify(
      all.slice(0, count).map((button, index) => ({ id: `b${index + 1}`, text: button.label, says: button.says })),
    );
    if (Buffer.byteLength(buttons) <= MAX_CARD_VALUE_BYTES) return { buttons, spoken: all.slice(count) };
  }
  return { buttons: '[]', spoken: all };
}

function splitByBytes(text: string): string[] {
  const whole = cutToBytes(text, MAX_CARD_VALUE_BYTES * (CARD_PARTS.length - 1));
  const byLines = pack(whole.split(/(?<=\n)/).flatMap((line) => (Buffer.byteLength(line) <= MAX_CARD_VALUE_BYTES ? [line] : [...line])));
  // Whole lines read better, but may waste too much of each part.
  return byLines.length <= CARD_PARTS.length ? byLines : pack([...whole]);
}

function pack(pieces: string[]): string[] {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const piece of pieces) {
    const size = Buffer.byteLength(piece);
    if (bytes + size > MAX_CARD_VALUE_BYTES) {
      parts.push(part);
      part = '';
      bytes = 0;
    }
    part += piece;
    bytes += size;
  }
  return [...parts, part];
}
