import type { ScannerRow } from '../../credentials/scanner/scanner-store.ts';
import { scannerTexts } from '../../credentials/scanner/scanner-texts.ts';
import { type DeviceLevel, dismissScanner, registerScanner, scannersFor } from '../../credentials/scanner/scanners.ts';
import { fullMinuteText } from '../../platform/calendar/day.ts';
import type { PostedForm } from '../frame/posted-form.ts';
import { Empty, StateView } from '../frame/state-view.tsx';
import { type Answer, go, type Page, show, type Visit } from '../page.ts';
import { texts as frameTexts } from '../texts.ts';
import { CodeForm } from './code-form.tsx';
import { QrPicture } from './code-papers.tsx';
import { texts as say } from './texts.ts';

const PATH = '/codes/scanners';
const levels: readonly DeviceLevel[] = ['merchant', 'partner'];

/** Devices of merchants and partners: registered and dismissed by the pension section's head. */
export const scannersPage: Page = {
  path: PATH,
  audience: ['section-head'],
  get: (visit) => scannersAnswer(visit, null),
  post: act,
};

/** `made`: the enrolment of the device that was registered just now, shown once and kept nowhere. */
async function scannersAnswer(visit: Visit, made: { url: string; name: string } | null): Promise<Answer> {
  const scanners = await scannersFor(visit.deps.db.tx, visit.staff);
  if (scanners === null) return show(frameTexts.forbidden.title, <StateView {...frameTexts.forbidden} />, { status: 403 });
  return show(
    say.scanners,
    <>
      <h1>{say.scanners}</h1>
      <p class="lead">{say.scannersLead}</p>
      {made && (
        <div class="panel">
          <p>{say.enrolReady(made.name)}</p>
          <p>
            <code>{made.url}</code>
          </p>
          <QrPicture text={made.url} label={say.register} />
        </div>
      )}
      <RegisterForm visit={visit} />
      {scanners.length === 0 ? <Empty sentence={say.noScanners} /> : <Table visit={visit} scanners={scanners} />}
      <p class="muted">
        {say.offline}
        <a href="/verify/keys">/verify/keys</a>
      </p>
    </>,
  );
}

function RegisterForm({ visit }: { visit: Visit }) {
  return (
    <details class="panel">
      <summary>{say.register}</summary>
      <CodeForm visit={visit} act="register">
        <label class="field">
          <span>{say.scannerName}</span>
          <input name="name" required maxlength={60} autocomplete="off" />
        </label>
        <label class="field">
          <span>{say.scannerLevel}</span>
          <select name="level">
            {levels.map((level) => (
              <option value={level}>{scannerTexts.levels[level]}</option>
            ))}
          </select>
        </label>
        <p class="actions">
          <button type="submit" class="button">
            {say.register}
          </button>
        </p>
      </CodeForm>
    </details>
  );
}

function Table({ visit, scanners }: { visit: Visit; scanners: readonly ScannerRow[] }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{say.scannerName}</th>
          <th scope="col">{say.scannerLevel}</th>
          <th scope="col">{say.facts.state}</th>
          <th scope="col">{say.facts.issuedOn}</th>
          <th scope="col">{say.stop}</th>
        </tr>
      </thead>
      <tbody>
        {scanners.map((one) => (
          <tr>
            <td>{one.name}</td>
            <td data-label={say.scannerLevel}>{scannerTexts.levels[one.level]}</td>
            <td data-label={say.facts.state}>{one.endedAt ? say.ended : one.enrolledAt ? say.enrolled : say.waiting}</td>
            <td data-label={say.facts.issuedOn}>{fullMinuteText(one.registeredAt)}</td>
            <td>
              {one.endedAt === null && (
                <CodeForm visit={visit} act="stop" isInline>
                  <button type="submit" name="which" value={one.id} class="button quiet small" aria-label={`${say.stop}${one.name}`}>
                    {say.stop}
                  </button>
                </CodeForm>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

async function act(visit: Visit, form: PostedForm): Promise<Answer> {
  const { deps, staff, now } = visit;
  const given = { sealer: deps.sealer, now, channel: 'console' };
  if (form.text('act') === 'stop') {
    const stopped = await deps.db.transaction((tx) => dismissScanner({ ...given, tx }, staff, form.text('which')));
    return go(PATH, stopped.ok ? say.done : stopped.sentence);
  }
  const level = levels.find((one) => one === form.text('level')) ?? 'merchant';
  const name = form.text('name');
  const made = await deps.db.transaction((tx) => registerScanner({ ...given, tx }, staff, { name, level }));
  if (!made.ok) return go(PATH, made.sentence);
  return scannersAnswer(visit, { url: `${deps.publicUrl}/verify/enrol/${made.enrolment}`, name });
}
