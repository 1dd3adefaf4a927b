import { playAtDesk, turnToCorrection } from '../../conversation/desk.ts';
import type { FlowDefinition } from '../../flows/flow-definition.ts';
import type { PersonSearch } from '../../people/search/person-search.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { plainWords } from '../frame/plain-words.ts';
import { StateView } from '../frame/state-view.tsx';
import { type Answer, go, type Page, show, type Visit } from '../page.ts';
import { searchPeople, searchRefusal } from '../people/search-people.ts';
import { formToken } from '../session/session.ts';
import { afterPlay, draftAddress } from './after-play.tsx';
import { texts } from './texts.ts';

const MOST = 20;

/** Whom a service is for: the first thing that is asked. */
export const beginPage: Page = {
  path: '/new/:flow',
  audience: 'staff',
  get: async (visit) => {
    const flow = visit.deps.flows.get(visit.c.req.param('flow') ?? '')?.definition;
    if (!flow) return go('/services');
    const q = (visit.c.req.query('q') ?? '').trim().slice(0, 60);
    const found = q === '' ? null : await searchPeople(visit, q, { limit: MOST, offset: 0 }, flow.name);
    return show(texts.forWhom(flow.name), <Begin visit={visit} flow={flow} q={q} found={found} />);
  },
  post: async (visit, form) => {
    const flow = visit.deps.flows.get(visit.c.req.param('flow') ?? '');
    if (!flow) return go('/services');
    const played = await playAtDesk(visit.deps.conversation, visit.staff, {
      now: visit.now,
      key: form.text('_once'),
      commands: [
        { type: 'start-flow', flow: flow.definition.id },
        { type: 'set-slot', slot: flow.definition.subjectField, value: form.text('person').slice(0, 40) },
      ],
    });
    return afterPlay(visit, played);
  },
};

/** Takes a returned case up as a draft again. */
export const correctPage: Page = {
  path: '/cases/:no/correct',
  audience: 'staff',
  get: async (visit) => go(`/cases/${visit.c.req.param('no') ?? ''}`),
  post: async (visit, form): Promise<Answer> => {
    const { deps, staff, now, c } = visit;
    const no = c.req.param('no') ?? '';
    const played = await playAtDesk(deps.conversation, staff, {
      now,
      key: form.text('_once'),
      prepare: (turn) => turnToCorrection(turn, no),
      commands: [{ type: 'resume' }],
    });
    const { active } = played.dialogue;
    // What is to be corrected is said with the question.
    return active?.caseNo === no ? go(draftAddress(active.id), plainWords(played.posed?.markdown ?? '') || null) : afterPlay(visit, played);
  },
};

function Begin({ visit, flow, q, found }: { visit: Visit; flow: FlowDefinition; q: string; found: PersonSearch | null }) {
  return (
    <>
      <h1>{texts.forWhom(flow.name)}</h1>
      <p class="lead">{texts.forWhomLead}</p>
      <search>
        <form class="filters">
          <label class="field grow">
            <span>{texts.search}</span>
            <input type="search" name="q" value={q} maxlength={60} autocomplete="off" autofocus={q === ''} />
          </label>
          <button type="submit" class="button">
            {texts.find}
          </button>
        </form>
      </search>
      {found && <Found visit={visit} flow={flow} found={found} />}
    </>
  );
}

function Found({ visit, flow, found }: { visit: Visit; flow: FlowDefinition; found: PersonSearch }) {
  if (found.kind !== 'found' && found.kind !== 'several') return <StateView title={searchRefusal(found)} sentence="" todo="" />;
  const people = found.kind === 'found' ? [found.person] : found.choices;
  const isMore = found.kind === 'several' && (found.isMore || found.total > people.length);
  return (
    <form method="post" action={`/new/${flow.id}`}>
      <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
      {found.kind === 'several' && <p>{texts.several(found.total)}</p>}
      <ul class="people-cards">
        {people.map((person) => (
          <li>
            <button type="submit" name="person" value={person.archiveNo} class="card-button">
              <strong>{person.name}</strong>
              <span class="muted">{person.label}</span>
              <span class="muted number">{person.archiveNo}</span>
            </button>
          </li>
        ))}
      </ul>
      {isMore && <p class="hint">{texts.moreThan}</p>}
    </form>
  );
}
