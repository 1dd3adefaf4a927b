import type { MapPlace } from '../../insight/map/map-figures.ts';
import type { SmallFigure } from '../../insight/small-figures.ts';

export const measures = ['recipients', 'people', 'visits', 'overdueVisits', 'openCases', 'overdueCases', 'index'] as const;
export type Measure = (typeof measures)[number];

/** A part of the district as it is drawn: its middle, and how much it is enlarged. */
export interface MapFrame {
  longitude: number;
  latitude: number;
  zoom: number;
}

export const WIDTH = 960;
export const HEIGHT = 640;
const MOST_ZOOM = 16;
const MARGIN = 60;

export interface Drawn {
  place: MapPlace;
  x: number;
  y: number;
  r: number;
  tone: 'calm' | 'fair' | 'poor' | 'unknown';
  shown: string;
  /** Whether there is room for its name. */
  isNamed: boolean;
}

/** Degrees to points: a degree of longitude is shorter by the cosine of the latitude. All of `places` fits at zoom 1. */
export function projection(places: readonly MapPlace[], frame: MapFrame | null) {
  const known = places.flatMap(({ longitude, latitude }) => (longitude === null || latitude === null ? [] : [{ longitude, latitude }]));
  const bounds = boundsOf(known);
  const squeeze = Math.cos((bounds.latitude * Math.PI) / 180);
  const scale = Math.min((WIDTH - 2 * MARGIN) / (bounds.width * squeeze || 0.01), (HEIGHT - 2 * MARGIN) / (bounds.height || 0.01));
  const middle = frame ?? { longitude: bounds.longitude, latitude: bounds.latitude, zoom: 1 };
  const zoomed = scale * middle.zoom;
  return {
    middle,
    /** How many degrees a third of the picture is: a step to the side. */
    step: { longitude: WIDTH / 3 / (zoomed * squeeze), latitude: HEIGHT / 3 / zoomed },
    x: (longitude: number) => WIDTH / 2 + (longitude - middle.longitude) * squeeze * zoomed,
    y: (latitude: number) => HEIGHT / 2 - (latitude - middle.latitude) * zoomed,
  };
}

function boundsOf(known: readonly { longitude: number; latitude: number }[]) {
  const [west, east] = rangeOf(known.map((one) => one.longitude));
  const [south, north] = rangeOf(known.map((one) => one.latitude));
  return { longitude: (west + east) / 2, latitude: (south + north) / 2, width: east - west, height: north - south };
}

function rangeOf(values: readonly number[]): [number, number] {
  return values.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)];
}

/** The frame that an address asks for; anything that is no place is the whole. */
export function frameAsked(query: (name: string) => string | undefined): MapFrame | null {
  const [zoom, longitude, latitude] = ['zoom', 'x', 'y'].map((name) => Number(query(name) ?? Number.NaN));
  if (zoom === undefined || longitude === undefined || latitude === undefined) return null;
  const isPlace = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85 && zoom >= 1 && zoom <= MOST_ZOOM;
  return isPlace ? { zoom, longitude, latitude } : null;
}

export function zoomed(frame: MapFrame, factor: number): MapFrame {
  return { ...frame, zoom: Math.min(MOST_ZOOM, Math.max(1, frame.zoom * factor)) };
}

/** What a measure is at a place; null where it is not known. `visits`: those still to be made. */
export function measureOf(place: MapPlace, measure: Measure): SmallFigure | null {
  if (measure !== 'visits') return place[measure];
  const { visits, visited } = place;
  return typeof visits === 'number' && typeof visited === 'number' ? visits - visited : visits;
}

const FEW = 2;

/** Circles of an area in proportion to what they stand for, the large ones first so that the small lie on top. Outside the frame: left out. */
export function drawn(places: readonly MapPlace[], measure: Measure, view: ReturnType<typeof projection>, few: string): Drawn[] {
  const sizes = places.map((place) => sizeOf(measureOf(place, measure), measure));
  const most = Math.max(1, ...sizes);
  const largest = places[0]?.level === 'town' ? 34 : 16;
  const circles = places
    .flatMap((place, index) => {
      if (place.longitude === null || place.latitude === null) return [];
      const [x, y] = [view.x(place.longitude), view.y(place.latitude)];
      if (x < -50 || y < -50 || x > WIDTH + 50 || y > HEIGHT + 50) return [];
      const value = measureOf(place, measure);
      const r = Math.max(4, largest * Math.sqrt((sizes[index] ?? 0) / most));
      return [{ place, x, y, r, tone: toneOf(value, measure), shown: shownOf(value, measure, few), isNamed: false }];
    })
    .sort((a, b) => b.r - a.r);
  return withNames(circles);
}

export function nameOf({ level, name, village, town }: MapPlace): string {
  return level === 'town' ? name : (village ?? town);
}

const LETTER = 13.5;
const LINE = 16;

/** Names the large ones first, and the others only where their name lies on no other: the table and the zoom tell the rest. */
function withNames(circles: readonly Drawn[]): Drawn[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  return circles.map((one) => {
    const half = (nameOf(one.place).length * LETTER) / 2;
    const box = { left: one.x - half, right: one.x + half, top: one.y + one.r + 2, bottom: one.y + one.r + 2 + LINE };
    const isFree = taken.every(
      (other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
    );
    if (isFree) taken.push(box);
    return { ...one, isNamed: isFree };
  });
}

function sizeOf(value: SmallFigure | null, measure: Measure): number {
  if (value === null) return 0;
  if (value === 'few') return FEW;
  return measure === 'index' ? 50 : value;
}

function toneOf(value: SmallFigure | null, measure: Measure): Drawn['tone'] {
  if (value === null) return 'unknown';
  if (measure === 'index')
    return typeof value === 'number' && value < 55 ? 'poor' : typeof value === 'number' && value < 70 ? 'fair' : 'calm';
  const isLate = measure === 'overdueCases' || measure === 'overdueVisits';
  return isLate && value !== 0 ? 'poor' : 'calm';
}

export function shownOf(value: SmallFigure | null, measure: Measure, few: string): string {
  if (value === null) return '—';
  if (value === 'few') return few;
  return measure === 'index' ? value.toFixed(1) : String(value);
}
