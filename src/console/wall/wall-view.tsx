import type { Child } from 'hono/jsx';
import type { WallFigures, WallVisits } from '../../insight/wall/wall-figures.ts';
import { fullMinuteText } from '../../platform/calendar/day.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { ShareBar } from '../charts/share-bar.tsx';
import { texts as say } from './texts.ts';

/** Total of the respect index; null without one. */
export interface WallProps {
  figures: WallFigures;
  index: number | null;
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)}%`;

/** Everything on the screen; each part is exchanged by itself when there is news. */
export function WallView({ figures, index }: WallProps) {
  const at = figures.countedAt;
  const seconds = String(at.getUTCSeconds()).padStart(2, '0');
  return (
    <div class="wall" data-live="wall">
      <div class="head">
        <h1>{say.heading}</h1>
        <p class="muted number">{say.fresh(`${fullMinuteText(at)}:${seconds}`)}</p>
      </div>
      <div class="wall-tiles">
        <Tile label={say.people} value={figures.people.toLocaleString('zh-CN')}>
          {say.recipients} {figures.recipients.toLocaleString('zh-CN')}
        </Tile>
        <OnTime figures={figures} />
        <Tile label={say.open} value={String(figures.openCases)}>
          {figures.overdueCases > 0 && (
            <span class="light overdue">
              {say.overdue} {figures.overdueCases}
            </span>
          )}{' '}
          {say.today(figures.startedToday, figures.closedToday)}
        </Tile>
        <VisitsTile visits={figures.visits} />
        <Aid figures={figures} />
        <Tile label={say.school} value={say.helped(figures.schoolHelped)}>
          {say.schoolOf(figures.schoolTaken, figures.schoolPlaces)}
        </Tile>
        <Tile label={say.stations} value={String(figures.townStations + figures.villageStations)}>
          {say.stationsOf(figures.townStations, figures.villageStations)}
          {figures.headless > 0 && ` · ${say.headless(figures.headless)}`}
        </Tile>
        <Tile label={say.volunteers} value={String(figures.volunteers)}>
          {say.teams(figures.volunteerTeams)}
        </Tile>
        <Tile label={say.index} value={index === null ? '—' : index.toFixed(1)}>
          {index === null && say.noIndex}
        </Tile>
      </div>
      <div class="wall-panels">
        <section class="panel">
          <h2>{say.trend}</h2>
          <Trend figures={figures} />
        </section>
        <Alarms figures={figures} />
        {figures.visits && figures.visits.towns.length > 0 && <TownProgress visits={figures.visits} />}
      </div>
    </div>
  );
}

function Tile({ label, value, children }: { label: string; value: string; children?: Child }) {
  return (
    <section class="wall-tile">
      <h2>{label}</h2>
      <p class="wall-value number">{value}</p>
      <p class="muted">{children}</p>
    </section>
  );
}

function OnTime({ figures: { closed, onTime } }: { figures: WallFigures }) {
  return (
    <Tile label={say.onTime} value={closed === 0 ? '—' : percent(onTime, closed)}>
      {closed === 0 ? say.noClosed : say.onTimeOf(onTime, closed)}
    </Tile>
  );
}

function VisitsTile({ visits }: { visits: WallVisits | null }) {
  if (visits === null || visits.planned === 0) return <Tile label={say.noVisits} value="—" />;
  return (
    <Tile label={say.visits(visits.name)} value={percent(visits.visited, visits.planned)}>
      {say.visited(visits.visited, visits.planned)} · {say.deadline(visits.deadlineOn)}
      {visits.overdue > 0 && ` · ${say.overdueVisits(visits.overdue)}`}
    </Tile>
  );
}

function Aid({ figures: { year, aidPaid, aidPayments } }: { figures: WallFigures }) {
  return (
    <Tile label={say.aid(year)} value={aidPaid === null ? '—' : say.yuan(aidPaid)}>
      {aidPaid === null ? say.tooFew : say.payments(aidPayments)}
    </Tile>
  );
}

function Trend({ figures: { trend } }: { figures: WallFigures }) {
  const label = (month: string) => `${Number(month.slice(5))}月`;
  return (
    <>
      <figure>
        <figcaption>{say.started}</figcaption>
        <LineChart title={say.started} points={trend.map((one) => ({ label: label(one.month), value: one.started }))} />
      </figure>
      <figure>
        <figcaption>{say.closed}</figcaption>
        <LineChart title={say.closed} points={trend.map((one) => ({ label: label(one.month), value: one.closed }))} />
      </figure>
    </>
  );
}

function Alarms({ figures }: { figures: WallFigures }) {
  const lines = [
    ...(figures.overdueCases > 0 ? [say.lateCases(figures.overdueCases)] : []),
    ...(figures.lateNeeds > 0 ? [say.lateNeeds(figures.lateNeeds)] : []),
    ...(figures.headless > 0 ? [say.headless(figures.headless)] : []),
    ...figures.alarms.map(({ kind, count }) => `${say.alarmKinds[kind] ?? kind} ${count}`),
  ];
  return (
    <section class="panel">
      <h2>{say.alarms}</h2>
      {lines.length === 0 ? (
        <p class="muted">{say.noAlarms}</p>
      ) : (
        <ul class="bullets">
          {lines.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function TownProgress({ visits }: { visits: WallVisits }) {
  return (
    <section class="panel">
      <h2>{say.towns}</h2>
      <ul class="progress-list">
        {visits.towns.map(({ town, planned, visited, overdue }) => (
          <li>
            <span>{town}</span>
            <ShareBar share={planned === 0 ? 0 : visited / planned} level={overdue > 0 ? 'poor' : 'good'} />
            <span class="number">
              {visited}/{planned}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
