import { type NetworkStation, stationNetwork } from '../../insight/network/station-network.ts';
import { indexSight } from '../../insight/respect-index/index-sight.ts';
import { mayKeep } from '../../organisation/station-keeping.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { StateView } from '../frame/state-view.tsx';
import { type Page, show, type Visit } from '../page.ts';
import { texts as frameTexts } from '../texts.ts';
import { keepStation } from './keep-station.ts';
import { ContactForm, HonourForms, RotaForms } from './station-forms.tsx';
import { dutyText, Gaps, headText } from './station-list-page.tsx';
import { texts as say } from './texts.ts';

/** One station: who is there, what it has to do, what it lacks; kept up by those who may. */
export const stationPage: Page = {
  path: '/stations/:code',
  audience: 'staff',
  get: async (visit) => {
    const code = visit.c.req.param('code') ?? '';
    const found = (await stationNetwork(visit.deps.db.tx, visit.now)).find((one) => one.station.code === code);
    if (!found) return show(frameTexts.notFound.title, <StateView {...frameTexts.notFound} />, { status: 404 });
    const { index } = await visit.deps.index.now(visit.now);
    const line = indexSight(visit.staff, index).stations.find((one) => one.key === code);
    return show(
      found.station.name,
      <>
        <p>
          <a href="/stations">{say.title}</a>
        </p>
        <div class="head">
          <h1>{found.station.name}</h1>
          <p>
            <Gaps station={found} />
          </p>
        </div>
        <Facts
          found={found}
          today={dayOf(visit.now)}
          index={line ? { total: line.final, href: `/respect-index/stations/${code}` } : null}
        />
        <Rota visit={visit} found={found} />
        <Honours visit={visit} found={found} />
        {mayKeep(visit.staff, found.station) && <ContactForm visit={visit} station={found.station} />}
      </>,
    );
  },
  post: keepStation,
};

interface FactsProps {
  found: NetworkStation;
  today: string;
  index: { total: number | null; href: string } | null;
}

function Facts({ found, today, index }: FactsProps) {
  const { station } = found;
  const rows: [string, string][] = [
    [say.code, station.code],
    [say.level, say.levels[station.level]],
    [say.head, headText(found)],
    [say.staff, found.staff.map((one) => (one.isAway ? say.onLeave(one.name) : one.name)).join('、') || say.nobody],
    [say.duty, dutyText(found, today)],
    [say.load, `${say.tasks(found.openTasks, found.lateTasks)}，${say.visits(found.openVisits)}，${say.people(found.people)}`],
    [say.phone, station.phone ?? say.none],
    [say.address, station.address ?? say.none],
  ];
  return (
    <dl class="facts">
      {rows.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {index && (
        <div>
          <dt>{say.index}</dt>
          <dd>
            <a href={index.href}>{index.total === null ? '—' : index.total.toFixed(1)}</a>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Rota({ visit, found }: { visit: Visit; found: NetworkStation }) {
  if (found.station.level !== 'village' && found.rota.length === 0) return null;
  return (
    <section>
      <h2>{say.rota}</h2>
      {found.rota.length === 0 && <p class="muted">{say.noRota}</p>}
      <RotaForms visit={visit} found={found} />
    </section>
  );
}

function Honours({ visit, found }: { visit: Visit; found: NetworkStation }) {
  return (
    <section>
      <h2>{say.honours}</h2>
      {found.honours.length === 0 && <p class="muted">{say.noHonours}</p>}
      <HonourForms visit={visit} found={found} />
    </section>
  );
}
