import { categoryMembers } from '../../people/categories.ts';
import type { Tx } from '../../platform/database.ts';
import type { IndexWindow } from './index-window.ts';
import type { CountRow } from './visit-parts-store.ts';

/** What is due to people by rule (respect-index.md `entitlement_uptake`); each is counted by itself and then added. */
export const entitlements = ['card', 'plaque', 'confirmation', 'sanatorium'] as const;
export type Entitlement = (typeof entitlements)[number];

/** Who should have been to a sanatorium within the five years in which all are to be covered (rules.yaml sanatorium). */
const SANATORIUM = ['disabled', 'martyr', 'sacrifice', 'illness', 'old_demob', 'ill_return', 'red'];
const IN_HARDSHIP = ['war', 'test'];
const YEARS = 5;
const CARDS = ['优待证', 'preferential_card'];

export interface EntitlementRow {
  town: string | null;
  village: string | null;
  cardN: number;
  cardK: number;
  plaqueN: number;
  plaqueK: number;
  confirmationN: number;
  confirmationK: number;
  sanatoriumN: number;
  sanatoriumK: number;
}

/**
 * By where people live: who should have a card, a plaque, this year's confirmation, a stay; and who has. Of people on the books as they are
 * today, whatever the window: the archive keeps no earlier state.
 */
export async function entitlementRows(tx: Tx, { to }: IndexWindow): Promise<EntitlementRow[]> {
  const veterans = [...categoryMembers('veteran')];
  const families = [...categoryMembers('three-family')];
  const serving = ['active-serviceman', 'serving-family', 'conscript-family'];
  const year = Number(to.slice(0, 4));
  return tx.$queryRaw<EntitlementRow[]>`
    WITH kinds AS (SELECT archive_no, array_agg(category) AS own FROM person_category WHERE until_on IS NULL OR until_on >= ${to}::date GROUP BY archive_no),
    living AS (
      SELECT p.archive_no, p.town, p.village, p.key_category, p.hardship, p.is_bedridden, p.last_sanatorium_year, p.card_no,
        (k.own IS NULL AND p.key_category IS NULL) OR coalesce(k.own && ${veterans}::text[], false) OR coalesce(p.key_category = ANY(${veterans}::text[]), false) AS veteran,
        coalesce(k.own && ${families}::text[], false) OR coalesce(p.key_category = ANY(${families}::text[]), false) AS family,
        coalesce(k.own && ${serving}::text[], false) AS serving
      FROM person p LEFT JOIN kinds k USING (archive_no) WHERE p.status = '在世' AND p.lifecycle = '在册' AND p.merged_into IS NULL
    ), held AS (
      SELECT l.*, l.veteran OR l.family AS to_card, l.veteran OR l.family OR l.serving AS to_plaque, l.key_category IS NOT NULL AS to_confirm,
        NOT l.is_bedridden AND (coalesce(l.key_category = ANY(${SANATORIUM}::text[]), false)
          OR (l.hardship IS NOT NULL AND coalesce(l.key_category = ANY(${IN_HARDSHIP}::text[]), false))) AS to_stay,
        l.card_no IS NOT NULL OR c.archive_no IS NOT NULL AS card, e.archive_no IS NOT NULL AS plaque, f.archive_no IS NOT NULL AS confirmed,
        coalesce(l.last_sanatorium_year > ${year - YEARS}::int, false) AS stayed
      FROM living l
      LEFT JOIN (SELECT DISTINCT archive_no FROM certificate WHERE kind = ANY(${CARDS}::text[]) AND state = '有效') c USING (archive_no)
      LEFT JOIN (SELECT DISTINCT archive_no FROM archive_entry WHERE key = 'plaque') e USING (archive_no)
      LEFT JOIN (SELECT DISTINCT archive_no FROM person_confirmation WHERE year = ${dueConfirmation(to)}::int) f USING (archive_no)
    )
    SELECT town, village, (count(*) FILTER (WHERE to_card))::int AS "cardN", (count(*) FILTER (WHERE to_card AND card))::int AS "cardK",
      (count(*) FILTER (WHERE to_plaque))::int AS "plaqueN", (count(*) FILTER (WHERE to_plaque AND plaque))::int AS "plaqueK",
      (count(*) FILTER (WHERE to_confirm))::int AS "confirmationN", (count(*) FILTER (WHERE to_confirm AND confirmed))::int AS "confirmationK",
      (count(*) FILTER (WHERE to_stay))::int AS "sanatoriumN", (count(*) FILTER (WHERE to_stay AND stayed))::int AS "sanatoriumK"
    FROM held GROUP BY town, village`;
}

/** The last year whose confirmation was due: by 31 January of the next (rules.yaml annual_confirm). */
export function dueConfirmation(to: string): number {
  const year = Number(to.slice(0, 4));
  return to.slice(5) >= '02-01' ? year - 1 : year - 2;
}

/** Files on the books, and those whose required fields are all there and that were looked through within the window. */
export async function archiveQuality(tx: Tx, { from, to }: IndexWindow): Promise<CountRow[]> {
  return tx.$queryRaw<CountRow[]>`
    SELECT p.town, p.village, count(*)::int AS n,
      (count(*) FILTER (WHERE c.archive_no IS NOT NULL AND p.idcard_sealed IS NOT NULL AND p.phone_sealed IS NOT NULL AND p.address_sealed IS NOT NULL
        AND p.birth_on IS NOT NULL AND p.village IS NOT NULL AND (p.key_category IS NULL OR p.emergency_phone_sealed IS NOT NULL)))::int AS k
    FROM person p LEFT JOIN (SELECT DISTINCT archive_no FROM person_confirmation WHERE confirmed_on BETWEEN ${from}::date AND ${to}::date) c USING (archive_no)
    WHERE p.status = '在世' AND p.lifecycle = '在册' AND p.merged_into IS NULL GROUP BY p.town, p.village`;
}

/** What the system keeps at all so far: of something of which not one is on record, nothing can be said of anybody. */
export interface KeptKinds extends Record<Entitlement, boolean> {
  rating: boolean;
  activity: boolean;
}

export async function keptKinds(tx: Tx): Promise<KeptKinds> {
  const [row] = await tx.$queryRaw<KeptKinds[]>`
    SELECT EXISTS (SELECT FROM person WHERE card_no IS NOT NULL) OR EXISTS (SELECT FROM certificate WHERE kind = ANY(${CARDS}::text[])) AS card,
      EXISTS (SELECT FROM archive_entry WHERE key = 'plaque') AS plaque, EXISTS (SELECT FROM person_confirmation) AS confirmation,
      EXISTS (SELECT FROM person WHERE last_sanatorium_year IS NOT NULL) AS sanatorium,
      EXISTS (SELECT FROM service_case WHERE flow = 'festival-visit' AND slots->>'satisfied' ~ '^[1-5]$') AS rating,
      EXISTS (SELECT FROM service_case WHERE flow IN ('study-day', 'defense-lecture', 'merit-report') AND state = 'completed') AS activity`;
  return row ?? { card: false, plaque: false, confirmation: false, sanatorium: false, rating: false, activity: false };
}
