import type { Slots } from '../../flows/slot-value.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { CaseDeps } from '../case-deps.ts';
import { listResources, type Resource, type ResourceKind } from './resource-store.ts';
import { sanatoriumTexts, schoolTexts } from './resource-texts.ts';
import { applyClosesOn } from './stay-stages.ts';

/** One batch or school to choose from. `value` goes into the slot. */
export interface ResourceOffer {
  value: string;
  label: string;
  free: number;
  waiting: number;
}

export interface OfferQuestion {
  kind: ResourceKind;
  /** Slots filled so far: a school is offered for its stage only. */
  slots: Slots;
  /** Words to look for in the name (姜山, 四月); null offers all. */
  said: string | null;
  now: Date;
}

/**
 * Batches that still take applications, by day; schools of the stage, those with places first, of these the ones of the town. Full ones are
 * offered too: one can queue.
 */
export async function openOffers(deps: Pick<CaseDeps, 'db' | 'isWorkday'>, question: OfferQuestion): Promise<ResourceOffer[]> {
  const found = question.kind === 'school' ? await schools(deps, question) : await batches(deps, question.now);
  return question.said === null ? found : narrowed(found, question.said);
}

async function batches({ db, isWorkday }: Pick<CaseDeps, 'db' | 'isWorkday'>, now: Date): Promise<ResourceOffer[]> {
  const today = dayOf(now);
  const all = await listResources(db.tx, 'sanatorium-batch', { startsAfter: today });
  return all
    .filter((batch) => batch.startsOn !== null && applyClosesOn(batch.startsOn, isWorkday) >= today)
    .map((batch) => offer(batch, batch.code, sanatoriumTexts.bedOffer(batch.name, freeOf(batch), batch.waiting)));
}

async function schools({ db }: Pick<CaseDeps, 'db'>, { slots }: OfferQuestion): Promise<ResourceOffer[]> {
  const { stage, town } = slots;
  const here = typeof town === 'string' ? withoutTownWord(town) : null;
  const isHere = (school: Resource) => here !== null && school.name.startsWith(here);
  const all = await listResources(db.tx, 'school', typeof stage === 'string' ? { stage } : {});
  return all
    .sort((left, right) => Number(freeOf(right) > 0) - Number(freeOf(left) > 0) || Number(isHere(right)) - Number(isHere(left)))
    .map((school) => offer(school, school.name, schoolTexts.placeOffer(school.name, freeOf(school))));
}

function freeOf({ capacity, taken }: Resource): number {
  return Math.max(0, capacity - taken);
}

function offer(resource: Resource, value: string, label: string): ResourceOffer {
  return { value, label, free: freeOf(resource), waiting: resource.waiting };
}

const months = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

/** Offers whose value or name holds what was said; all of them when none does. 四月 reads as 4月. */
function narrowed(offers: readonly ResourceOffer[], said: string): ResourceOffer[] {
  const plain = said
    .replace(/(十[一二]|[一二三四五六七八九十])月/, (_, month: string) => `${months.indexOf(month) + 1}月`)
    .replace(/(那|这)?(批|期|次).*$/, '');
  const code = plain.toUpperCase();
  const exact = offers.filter((one) => one.value.toUpperCase() === code || one.value === said);
  // 1月 must not be found in 11月.
  const holding = offers.filter(
    (one) =>
      plain !== '' &&
      ` ${one.label}`
        .split(plain)
        .slice(0, -1)
        .some((before) => !/\d$/.test(before) || !/^\d/.test(plain)),
  );
  const named = plain === '' ? [] : offers.filter((one) => withoutTownWord(one.label).includes(withoutTownWord(plain)));
  return [exact, holding, named].find((some) => some.length > 0) ?? [...offers];
}

/** 姜山中心小学 is 姜山镇中心小学. */
function withoutTownWord(words: string): string {
  return words.replace(/(?<=[\u4e00-\u9fff]{2})(?:街道|镇|乡)/, '');
}
