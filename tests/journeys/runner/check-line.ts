import { staffByName } from './cast.ts';
import { checkDialogue } from './check-dialogue.ts';
import { checkRecords } from './check-records.ts';
import { differs, same } from './compare.ts';
import type { Check } from './journey.ts';
import type { Played } from './played.ts';
import type { Stage } from './stage.ts';

/** Compares what came of one line with what its writer expects; throws with a sentence for them. */
export async function checkLine(stage: Stage, check: Check, played: Played): Promise<void> {
  checkWords(check, played);
  checkDialogue(check, played.thread.dialogue);
  if (check.读成) same('读成', check.读成, played.thread.explained?.commands.map((one) => one.type) ?? []);
  await checkRecords(stage, check);
  if (check.收到 ?? check.没收到) await stage.app.delivery.sweep();
  for (const [name, parts] of Object.entries(check.收到 ?? {})) checkTold(stage, name, parts);
  for (const name of check.没收到 ?? []) if (toldTo(stage, name).length > 0) differs(`${name}收到`, '没有', toldTo(stage, name).at(-1));
}

function checkWords(check: Check, { reply, buttons }: Played): void {
  for (const part of check.回 ?? []) if (!reply.includes(part)) throw new Error(`应当回“${part}”，实际没有`);
  for (const part of check.不回 ?? []) if (reply.includes(part)) throw new Error(`不该回“${part}”`);
  const labels = buttons.map((button) => button.label);
  for (const label of check.按钮 ?? []) if (!labels.some((one) => one.includes(label))) differs('按钮', label, labels);
}

/** What was pushed to somebody in this conversation; answers in their own chat are among it. */
function toldTo({ channel }: Stage, name: string): string[] {
  const staff = staffByName.get(name);
  if (!staff) throw new Error(`${name}不在 cast.yaml 里`);
  return channel.arrived.filter((one) => one.userId === staff.dingtalkUserId).map((one) => one.body.markdown.replace(/\\(.)/g, '$1'));
}

function checkTold(stage: Stage, name: string, parts: readonly string[]): void {
  const told = toldTo(stage, name);
  for (const part of parts) {
    if (!told.some((one) => one.includes(part)))
      differs(
        `${name}收到`,
        part,
        told.map((one) => one.slice(0, 80)),
      );
  }
}
