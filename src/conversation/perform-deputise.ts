import { nameDeputy } from '../cases/name-deputy.ts';
import type { CommandOf } from '../dialogue/command.ts';
import type { AnswerEvent } from '../dialogue/dialogue-event.ts';
import type { Speaking } from './conversation-deps.ts';
import { texts } from './texts.ts';

/** 我12月1日到5日请假，由王敏代理: a standing deputy from day to day. */
export async function performDeputise(speaking: Speaking, command: CommandOf<'operate'>): Promise<AnswerEvent> {
  const { deps, staff, now, channel, key } = speaking;
  const { to = '', from = '', until = '' } = command;
  const named = await nameDeputy(deps.db, { staff, to, from, until, key, now, channel });
  if (!named.ok) return { type: 'refused', sentence: named.sentence };
  return { type: 'shown', markdown: texts.deputised(named.deputy.name, from, until), buttons: [] };
}
