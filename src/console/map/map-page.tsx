import { type DistrictMap, districtMap, type MapPlace } from '../../insight/map/map-figures.ts';
import { withQuery } from '../frame/pager.tsx';
import { Empty, StateView } from '../frame/state-view.tsx';
import { type Page, show } from '../page.ts';
import {
  drawn,
  frameAsked,
  HEIGHT,
  type MapFrame,
  type Measure,
  measureOf,
  measures,
  nameOf,
  projection,
  shownOf,
  WIDTH,
  zoomed,
} from './map-view.ts';
import { texts as say } from './texts.ts';

interface Asked {
  measure: Measure;
  /** Stations of one town; null: the towns, or all stations. */
  town: string | null;
  level: 'town' | 'station';
  frame: MapFrame | null;
}

/** The district by place: circles on its own coordinates, and the same as a table. Everything works by links, without a script. */
export const mapPage: Page = {
  path: '/map',
  audience: 'staff',
  get: async ({ c, deps, staff, now }) => {
    const { index } = await deps.index.now(now);
    const map = await districtMap(deps.db.tx, staff, index, now);
    if (map === null) return show(say.title, <StateView {...say.forbidden} />, { status: 403 });
    const asked = askedOf(map, (name) => c.req.query(name));
    const places = placesOf(map, asked);
    return show(
      say.title,
      <>
        <div class="head">
          <h1>{asked.town ? `${asked.town} · ${say.title}` : say.title}</h1>
          <p class="muted">{map.campaign ? say.campaign(map.campaign.name, map.campaign.deadlineOn) : say.noCampaign}</p>
        </div>
        <Filters asked={asked} hasTowns={map.towns.length > 0} />
        {places.length === 0 ? (
          <Empty sentence={say.empty} />
        ) : (
          <>
            <MapFigure places={places} asked={asked} />
            <Notes map={map} places={places} />
            <PlaceTable places={places} asked={asked} />
          </>
        )}
      </>,
      { isWide: true },
    );
  },
};

function askedOf(map: DistrictMap, query: (name: string) => string | undefined): Asked {
  const measure = measures.find((one) => one === query('measure')) ?? 'recipients';
  const town = map.stations.some((one) => one.town === query('town')) ? (query('town') ?? null) : null;
  const level = town !== null || query('level') === 'station' || map.towns.length === 0 ? 'station' : 'town';
  return { measure, town, level, frame: frameAsked(query) };
}

function placesOf(map: DistrictMap, { town, level }: Asked): MapPlace[] {
  if (level === 'town') return map.towns;
  return town === null ? map.stations : map.stations.filter((one) => one.town === town);
}

function addressOf({ measure, town, level, frame }: Asked): string {
  const at = frame && { zoom: frame.zoom, x: frame.longitude.toFixed(4), y: frame.latitude.toFixed(4) };
  return withQuery('/map', { measure, town, level: town === null && level === 'station' ? level : null, ...at });
}

function Filters({ asked, hasTowns }: { asked: Asked; hasTowns: boolean }) {
  return (
    <search aria-label={say.measure}>
      <form class="filters">
        {asked.town !== null && <input type="hidden" name="town" value={asked.town} />}
        <label class="field">
          <span>{say.measure}</span>
          <select name="measure">
            {measures.map((measure) => (
              <option value={measure} selected={measure === asked.measure}>
                {say.measures[measure]}
              </option>
            ))}
          </select>
        </label>
        {hasTowns && asked.town === null && (
          <label class="field">
            <span>{say.level}</span>
            <select name="level">
              <option value="town" selected={asked.level === 'town'}>
                {say.towns}
              </option>
              <option value="station" selected={asked.level === 'station'}>
                {say.stations}
              </option>
            </select>
          </label>
        )}
        <button type="submit" class="button quiet">
          {say.show}
        </button>
        {(asked.town !== null || asked.frame !== null) && hasTowns && (
          <a href={addressOf({ ...asked, town: null, level: 'town', frame: null })}>{say.whole}</a>
        )}
      </form>
    </search>
  );
}

function MapFigure({ places, asked }: { places: readonly MapPlace[]; asked: Asked }) {
  const view = projection(places, asked.frame);
  const circles = drawn(places, asked.measure, view, say.few);
  return (
    <figure class="map">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
        <title>{say.mapLabel(say.measures[asked.measure])}</title>
        <rect class="map-ground" width={WIDTH} height={HEIGHT} />
        {circles.map(({ place, x, y, r, tone, shown, isNamed }) => (
          <a href={leadsTo(place, asked)} aria-label={`${place.name} ${shown}`}>
            <circle class={`map-place ${tone}`} cx={x.toFixed(1)} cy={y.toFixed(1)} r={r.toFixed(1)} />
            {isNamed && (
              <text class="map-name" x={x.toFixed(1)} y={(y + r + 15).toFixed(1)} text-anchor="middle">
                {nameOf(place)}
              </text>
            )}
            {r >= 14 && (
              <text class="map-figure" x={x.toFixed(1)} y={(y + 5).toFixed(1)} text-anchor="middle">
                {shown}
              </text>
            )}
          </a>
        ))}
      </svg>
      <Steps asked={asked} view={view} />
      <figcaption class="muted">{say.legend}</figcaption>
    </figure>
  );
}

/** A town opens into its stations, a station into its page. */
function leadsTo(place: MapPlace, asked: Asked): string {
  return place.level === 'town' ? addressOf({ ...asked, town: place.key, frame: null }) : `/stations/${place.key}`;
}

function Steps({ asked, view }: { asked: Asked; view: ReturnType<typeof projection> }) {
  const { middle, step } = view;
  const to = (frame: MapFrame) => addressOf({ ...asked, frame });
  const aside = (x: number, y: number) =>
    to({ ...middle, longitude: middle.longitude + x * step.longitude, latitude: middle.latitude + y * step.latitude });
  return (
    <p class="actions map-steps">
      <a class="button quiet small" href={to(zoomed(middle, 2))}>
        {say.zoomIn}
      </a>
      <a class="button quiet small" href={to(zoomed(middle, 0.5))}>
        {say.zoomOut}
      </a>
      <a href={aside(0, 1)}>{say.move.north}</a>
      <a href={aside(0, -1)}>{say.move.south}</a>
      <a href={aside(-1, 0)}>{say.move.west}</a>
      <a href={aside(1, 0)}>{say.move.east}</a>
    </p>
  );
}

function Notes({ map, places }: { map: DistrictMap; places: readonly MapPlace[] }) {
  const unplaced = places.filter((place) => place.longitude === null || place.latitude === null).length;
  return (
    <>
      {unplaced > 0 && <p class="muted">{say.noPlace(unplaced)}</p>}
      {map.elsewhere > 0 && <p class="muted">{say.elsewhere(map.elsewhere)}</p>}
    </>
  );
}

function PlaceTable({ places, asked }: { places: readonly MapPlace[]; asked: Asked }) {
  const columns = measures.filter((one) => one !== 'visits');
  return (
    <section>
      <h2>{say.table}</h2>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{say.place}</th>
            {columns.map((measure) => (
              <th scope="col" class="figures">
                {say.measures[measure]}
              </th>
            ))}
            <th scope="col" class="figures">
              {say.visited}
            </th>
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr data-row={place.key}>
              <td>
                <a class="main-link" href={leadsTo(place, asked)}>
                  {place.name}
                </a>
              </td>
              {columns.map((measure) => (
                <td class="figures" data-label={say.measures[measure]}>
                  {shownOf(measureOf(place, measure), measure, say.few)}
                </td>
              ))}
              <td class="figures" data-label={say.visited}>
                {shownOf(place.visited, 'visits', say.few)}/{shownOf(place.visits, 'visits', say.few)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
