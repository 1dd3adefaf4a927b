import type { CampaignStage } from '../platform/calendar/festival-stages.ts';
import type { Digest, DigestPart, HeldPart, RunningCampaign } from './digest.ts';
import { type DigestInput, digestParts } from './digest-parts.ts';

export interface ComposeInput extends DigestInput {
  /** Who receives what is meant for a member of staff (stand-in.ts). */
  standIn: (staffId: string) => string | null;
  /** Who has had today's message already. */
  toldToday: ReadonlySet<string>;
}

export interface Composed {
  /** By receiver. */
  digests: Digest[];
  held: HeldPart[];
  /** Everything that ought to be told now, whether it can be or not. */
  parts: DigestPart[];
}

/** Today's messages: one a person, with everything that is theirs or that they stand in for, whatever campaign it is of. */
export function composeDigests(input: ComposeInput): Composed {
  const parts = digestParts(input);
  const held: HeldPart[] = [];
  const byReceiver = new Map<string, DigestPart[]>();
  for (const part of parts) {
    const receiver = input.standIn(part.principalId);
    if (receiver === null) held.push({ part, why: 'nobody-in-post' });
    else if (input.toldToday.has(receiver)) held.push({ part, why: 'told-today' });
    else byReceiver.set(receiver, [...(byReceiver.get(receiver) ?? []), part]);
  }
  // What is due later today goes along with what is sent now, since there is one message a day.
  const digests = [...byReceiver].flatMap(([receiverId, own]) => (own.some((part) => part.isReached) ? [{ receiverId, parts: own }] : []));
  return { digests: digests.sort((a, b) => (a.receiverId < b.receiverId ? -1 : 1)), held, parts };
}

/** Stages of a campaign that need no further run, given what could not be told. */
export function settledStages(campaign: RunningCampaign, untold: readonly DigestPart[]): CampaignStage[] {
  const open = new Set(untold.filter((part) => part.campaign.id === campaign.id).flatMap((part) => part.stages));
  return campaign.due.filter((due) => due.isReached && !open.has(due.stage)).map((due) => due.stage);
}
