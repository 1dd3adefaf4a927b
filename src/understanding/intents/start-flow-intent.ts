import { fillSlots } from '../slots/fill-slots.ts';
import { type IntentReader, reading } from './intent.ts';

const STARTING =
  /报(?:个|一个|一下|名|上|$)|[帮给替为].{0,12}(?:报|办|申|弄|排|登记|预约|搞|开|做|建|走)|办(?:个|一个|一下|理|$)|申请|申报|登记|预约|想(?:报|办|申|去|参加|要|找|加入)|要(?:报|办|申请|去|补|换|转|落户|找)|开(?:个|一个|始)|新建|发起|启动|来办|补办|报名|参加|弄(?:个|一个)|需要办/;
const QUESTION = /[吗?？]$|什么|啥|怎么|多少|谁|哪|几(?:天|时)|能不能|可不可以/;

/** 帮张建国报个疗养: the service and whatever of its fields is said with it. Labelling rule 15. */
export const readStartFlow: IntentReader = (said, scene) => {
  const guess = said.flow;
  if (!guess || guess.confidence < 0.5 || said.caseNumbers.length > 0) return null;
  const loaded = scene.world.flows.get(guess.flow);
  if (!loaded) return null;
  const slots = fillSlots({ said, scene, flow: loaded.definition, asked: null, filled: {} });
  const isNamed = guess.mentions.length > 0;
  const isStarting = STARTING.test(said.text);
  const isAsking = QUESTION.test(said.text);
  // A name and a fact with the name of a service is how staff dictate a case; the bare name too.
  const isDictated = isNamed && (slots.length > 0 || said.text.length <= 10);
  // A category or a place alone asks after people.
  const isOfPeople = said.categories.length > 0 || said.places.length > 0;
  if (!isStarting && !isDictated && (isOfPeople || guess.confidence < 0.62)) return null;
  const certainty = (isNamed ? 0.85 : 0.62) + (isStarting ? 0.05 : 0) - (isAsking ? 0.25 : 0);
  return reading(certainty, { type: 'start-flow', flow: guess.flow }, ...slots);
};
