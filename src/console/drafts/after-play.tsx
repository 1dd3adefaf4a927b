import type { DeskPlayed } from '../../conversation/desk.ts';
import { plainWords } from '../frame/plain-words.ts';
import { type Answer, go, show, type Visit } from '../page.ts';
import { texts } from './texts.ts';

/** The address of a draft; `ask` names the one field to be filled in. */
export function draftAddress(id: string, ask?: string): string {
  return `/drafts/${encodeURIComponent(id)}${ask === undefined ? '' : `?ask=${encodeURIComponent(ask)}`}`;
}

/** Where to go on after the conversation has taken something in: the draft that is open, the case that came of it, or why it cannot go on. */
export function afterPlay(_: Visit, { dialogue, remarks }: DeskPlayed, before: string | null = null): Answer {
  const words = remarks.map(({ markdown }) => plainWords(markdown)).join('\n');
  const { active, submitted } = dialogue;
  if (active) return go(draftAddress(active.id), words || null);
  if (submitted && before !== null) return go(`/cases/${submitted.caseNo}`, words);
  return show(
    texts.ended,
    <div class="state">
      <h1>{texts.ended}</h1>
      {words.split('\n').map((line) => (
        <p class="lead">{line}</p>
      ))}
      <p class="actions">
        <a class="button" href="/services">
          {texts.toHall}
        </a>
        <a href="/drafts">{texts.title}</a>
      </p>
    </div>,
    { status: 422 },
  );
}
