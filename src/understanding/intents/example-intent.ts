import type { Command, CommandOf } from '../../dialogue/command.ts';
import { masked } from '../masked-text.ts';
import { readObservation } from '../readers/observation-reader.ts';
import { compact, type Said, type Scene, townIn, villageIn } from '../said.ts';
import { isBareType } from './bare-type.ts';
import { opinionIn } from './decide-intent.ts';
import { countFilter } from './figure-intents.ts';
import { personKeyIn, showsIn } from './find-person-intent.ts';
import { flowAsked } from './guide-intent.ts';
import { caseKeyIn, type Reading, reading, without } from './intent.ts';
import { noteIn, receiverIn } from './operate-intent.ts';
import { caseAskedIn } from './task-intents.ts';

/** How sure a reading by likeness alone is: it is acted on, and whoever may be asked for a second opinion is. */
const BY_LIKENESS = 0.55;
/** The lead over the next wish from which on a likeness counts; acts on a case want more. */
const LEAST_LEAD = 5;
const LEAST_LEAD_OF_ACTS = 12;

/** Words without which a decision is never taken from likeness alone. */
const DECIDING: Record<CommandOf<'decide'>['decision'], RegExp> = {
  approve: /没意见|无意见|没问题|可以|行|准|同意|通过|给办|属实|放行|过/,
  return: /退|打回|补|重新|发回|不齐|缺|少/,
  reject: /不批|不同意|不予|不行|拒|驳|不能|不符|不给|不在范围/,
};
const PUT_OFF = /[吗?？]|再看|再说|等等|先别|不要|是不是|能不能|怎么|为什么|谁/;

type Build = (said: Said, scene: Scene, detail: string) => Command | null;

function hasCase(said: Said, scene: Scene): boolean {
  return (scene.context !== null && 'case' in scene.context) || said.caseNumbers.length > 0 || caseKeyIn(said) !== undefined;
}

const decide: Build = (said, scene, detail) => {
  const decision = detail as CommandOf<'decide'>['decision'];
  const word = DECIDING[decision]?.exec(said.text);
  if (!word || PUT_OFF.test(said.text) || !hasCase(said, scene)) return null;
  const opinion = decision === 'approve' ? undefined : opinionIn(said, { start: word.index, end: word.index + word[0].length });
  return { type: 'decide', ...compact({ decision, case: caseKeyIn(said), opinion }) };
};

const NEEDS_RECEIVER = new Set(['transfer', 'delegate', 'add-signer', 'copy']);

const operate: Build = (said, scene, detail) => {
  const operation = detail as CommandOf<'operate'>['operation'];
  const receiver = NEEDS_RECEIVER.has(operation) ? receiverIn(said) : null;
  if (NEEDS_RECEIVER.has(operation) && !receiver) return null;
  if (operation !== 'delegate' && !hasCase(said, scene)) return null;
  const note = noteIn(said, receiver ? [receiver.span] : []);
  return { type: 'operate', operation, ...compact({ case: caseKeyIn(said, receiver?.name), to: receiver?.name, note }) };
};

const find: Build = (said) => {
  const by = personKeyIn(said);
  if (Object.keys(by).length === 0) return null;
  const shows = by.name === undefined ? [] : showsIn(said.text);
  return { type: 'find-person', by, ...compact({ show: shows.length > 0 ? shows : undefined }) };
};

const recordVisit: Build = (said) => {
  const [person] = said.persons;
  if (!person) return null;
  const date = said.dates.find((one) => !one.isFestival)?.resolve('past') ?? undefined;
  const { note, needs } = readObservation(without(said.text, [person, ...said.dates]).replaceAll('\n', '，'));
  return { type: 'record-visit', person: person.name, ...compact({ date, note, needs: needs.length > 0 ? needs : undefined }) };
};

const guide: Build = (said, scene, detail) => {
  const flow = flowAsked(said, scene);
  return flow === undefined ? null : { type: 'ask-guide', flow, about: detail as CommandOf<'ask-guide'>['about'] };
};

const showCase: Build = (said) => {
  const by = caseAskedIn(said);
  return by ? { type: 'show-case', by } : null;
};

const builders: Readonly<Record<string, Build>> = {
  decide,
  operate,
  'find-person': find,
  'record-visit': recordVisit,
  'ask-guide': guide,
  'show-case': showCase,
  'count-people': (said) => ({ type: 'count-people', filter: countFilter(said) }),
  'list-tasks': (_, __, detail) => ({ type: 'list-tasks', which: detail as CommandOf<'list-tasks'>['which'] }),
  'list-visits': (said, _, detail) => ({
    type: 'list-visits',
    which: detail as CommandOf<'list-visits'>['which'],
    ...compact({ festival: said.festivals[0], town: townIn(said), village: villageIn(said) }),
  }),
  'visit-progress': (said) => ({ type: 'visit-progress', ...compact({ festival: said.festivals[0], town: townIn(said) }) }),
  'show-stats': (said, _, detail) => ({
    type: 'show-stats',
    topic: detail as CommandOf<'show-stats'>['topic'],
    ...compact({ town: townIn(said) }),
  }),
};

/**
 * What no rule saw, read by its likeness to examples of each wish (lexicon/wish-examples.ts); null when it is like nothing enough, or what the
 * wish needs is not said. `lead` may ask for more than the least likeness.
 */
export function readByExample(said: Said, scene: Scene, lead = LEAST_LEAD): Reading | null {
  if (said.text.length > 60 || scene.world.classifier.isElsewhere(said.text)) return null;
  const guess = scene.world.wishes.guess(masked(said));
  if (!guess || guess.lead < lead) return null;
  const [kind = '', detail = ''] = guess.wish.split(':');
  if (isBareType(kind)) return reading(BY_LIKENESS, { type: kind });
  if ((kind === 'decide' || kind === 'operate') && guess.lead < LEAST_LEAD_OF_ACTS) return null;
  const command = builders[kind]?.(said, scene, detail);
  return command ? reading(BY_LIKENESS, command) : null;
}
