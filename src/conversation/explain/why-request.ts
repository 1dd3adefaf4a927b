import { recordAudit } from '../../audit/audit-store.ts';
import { findColleague } from '../../cases/find-colleague.ts';
import type { FlowBook } from '../../flows/flow-definition.ts';
import type { Staff } from '../../organisation/staff.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import type { Speaking } from '../conversation-deps.ts';
import { type Answered, plain, type TypedRequest } from '../requests/typed-request.ts';
import { openThread } from '../thread.ts';
import { savedThreadOf } from '../thread-store.ts';
import type { Explained, Standing } from './explained.ts';
import { explainTexts as texts } from './texts.ts';

/** 为什么这么答; 为什么这么答 V1 of somebody else's last message. */
export const whyRequest: TypedRequest = {
  read: (text) => {
    const said = /^为什么(?:这么|这样)(?:答|回答|说)(?:的)?[?？\s，,]*(\S{1,14}?)?[?？]*$/u.exec(text.trim());
    return said ? (speaking) => answer(speaking, said[1] ?? '') : null;
  },
};

async function answer(speaking: Speaking, who: string): Promise<Answered> {
  const { deps, staff, now, channel } = speaking;
  if (!staff.roles.includes('system-admin')) return plain(texts.notYours);
  const asked = who === '' ? staff : await findColleague(deps.db.tx, who);
  if ('ok' in asked) return plain(asked.sentence);
  const name = asked.id === staff.id ? texts.self : asked.name;
  const explained = await lastOf(speaking, asked);
  const detail = { of: asked.id, found: explained !== null };
  await deps.db.transaction((tx) =>
    recordAudit(tx, [
      { at: now, actor: staff.id, action: 'explain', subject: null, caseNo: null, channel, purpose: null, outcome: 'shown', detail },
    ]),
  );
  return plain(explained ? written(deps.flows, name, explained) : texts.none(name));
}

async function lastOf({ deps, channel }: Speaking, staff: Staff): Promise<Explained | null> {
  const saved = await savedThreadOf(deps.db.tx, deps.sealer, channel, staff);
  return saved === null ? null : (openThread(saved).explained ?? null);
}

function written(flows: FlowBook, name: string, explained: Explained): string {
  const { at, commands, confidence, likeliest, rivals, before, after } = explained;
  const flowName = (id: string) => flows.get(id)?.definition.name;
  const doing = after.flow ?? before.flow;
  const others = rivals.flatMap(({ flow, gap }) => {
    const title = flowName(flow);
    return title === undefined ? [] : [texts.rival(title, gap)];
  });
  const title = likeliest && flowName(likeliest.flow);
  return [
    texts.title(name, minuteText(new Date(at))),
    texts.readAs(commands.map(({ type, what }) => texts.command(texts.commands[type] ?? type, what && aboutOf(flows, doing, what)))),
    texts.sure(Math.round(confidence * 100)),
    likeliest && title ? texts.sounds(title, Math.round(likeliest.confidence * 100), likeliest.isNamed) : texts.soundsLikeNone,
    ...(likeliest && others.length > 0 ? [texts.rivals(others)] : []),
    texts.before(standing(flows, before)),
    texts.after(standing(flows, after)),
    texts.noData,
  ].join('\n\n');
}

/** A service's name, a field's label, or the word for a part of a request. */
function aboutOf(flows: FlowBook, doing: string | null, what: string): string {
  const service = flows.get(what)?.definition.name;
  if (service) return service;
  const label = doing === null ? undefined : flows.get(doing)?.definition.fields.find((field) => field.key === what)?.label;
  return (
    label ??
    what
      .split('+')
      .map((one) => texts.words[one] ?? texts.otherField)
      .join('、')
  );
}

function standing(flows: FlowBook, one: Standing): string {
  const definition = one.flow === null ? undefined : flows.get(one.flow)?.definition;
  const labels = one.asking.map((key) => definition?.fields.find((field) => field.key === key)?.label ?? texts.otherField);
  return [
    definition ? texts.doing(definition.name) : texts.idle,
    ...(definition ? [texts.filled(one.filled.length)] : []),
    ...(labels.length > 0 ? [texts.asking(labels)] : []),
    ...(one.phase === 'confirming' ? [texts.confirming] : []),
    ...(one.choosing === null ? [] : [texts.choosing]),
    ...(one.reason ? [texts.reason] : []),
    ...(one.handedOff ? [texts.handedOff] : []),
    ...(one.kept > 0 ? [texts.kept(one.kept)] : []),
  ].join('，');
}
