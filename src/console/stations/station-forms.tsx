import type { Child } from 'hono/jsx';
import type { NetworkStation } from '../../insight/network/station-network.ts';
import type { Station } from '../../organisation/station.ts';
import { mayKeep } from '../../organisation/station-keeping.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import type { Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { texts as say } from './texts.ts';

/** A small form of the page; `act` says what it does. */
function ActForm({ visit, act, children }: { visit: Visit; act: string; children: Child }) {
  return (
    <form method="post" class="form">
      <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
      <input type="hidden" name="act" value={act} />
      {children}
    </form>
  );
}

export function ContactForm({ visit, station }: { visit: Visit; station: Station }) {
  const fields = [
    ['headName', say.headName, station.headName],
    ['phone', say.phone, station.phone],
    ['address', say.address, station.address],
  ] as const;
  return (
    <details class="panel">
      <summary>{say.contact}</summary>
      <ActForm visit={visit} act="contact">
        {fields.map(([name, label, value]) => (
          <label class="field">
            <span>{label}</span>
            <input name={name} value={value ?? ''} maxlength={100} autocomplete="off" />
          </label>
        ))}
        <p class="actions">
          <button type="submit" class="button">
            {say.save}
          </button>
        </p>
      </ActForm>
    </details>
  );
}

export function HonourForms({ visit, found }: { visit: Visit; found: NetworkStation }) {
  const isKeeper = mayKeep(visit.staff, found.station);
  return (
    <>
      <ul class="bullets">
        {found.honours.map(({ title, year }) => (
          <li>
            {title}
            {year !== null && `（${year}）`}
            {isKeeper && <RemoveForm visit={visit} act="remove-honour" value={title} label={title} />}
          </li>
        ))}
      </ul>
      {isKeeper && (
        <details class="panel">
          <summary>{say.addHonour}</summary>
          <ActForm visit={visit} act="add-honour">
            <label class="field">
              <span>{say.honour}</span>
              <input name="title" required maxlength={60} autocomplete="off" />
            </label>
            <label class="field">
              <span>{say.year}</span>
              <input name="year" inputmode="numeric" pattern="[12][0-9]{3}" maxlength={4} autocomplete="off" />
            </label>
            <p class="actions">
              <button type="submit" class="button">
                {say.save}
              </button>
            </p>
          </ActForm>
        </details>
      )}
    </>
  );
}

export function RotaForms({ visit, found }: { visit: Visit; found: NetworkStation }) {
  const isKeeper = mayKeep(visit.staff, found.station);
  const today = dayOf(visit.now);
  return (
    <>
      <ul class="bullets">
        {found.rota.map((entry) => (
          <li>
            {say.rotaLine(entry.staffName, entry.fromOn, entry.toOn)}
            {isKeeper && <RemoveForm visit={visit} act="remove-rota" value={entry.id} label={entry.staffName} />}
          </li>
        ))}
      </ul>
      {isKeeper && found.rotating.length === 0 && <p class="muted">{say.noRotating}</p>}
      {isKeeper && found.rotating.length > 0 && (
        <details class="panel">
          <summary>{say.addRota}</summary>
          <ActForm visit={visit} act="add-rota">
            <label class="field">
              <span>{say.who}</span>
              <select name="staff">
                {found.rotating.map((one) => (
                  <option value={one.id}>{one.name}</option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>{say.from}</span>
              <input type="date" name="from" required value={today} />
            </label>
            <label class="field">
              <span>{say.to}</span>
              <input type="date" name="to" required />
            </label>
            <p class="actions">
              <button type="submit" class="button">
                {say.save}
              </button>
            </p>
          </ActForm>
        </details>
      )}
    </>
  );
}

function RemoveForm({ visit, act, value, label }: { visit: Visit; act: string; value: string; label: string }) {
  return (
    <form method="post" class="inline">
      <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
      <input type="hidden" name="act" value={act} />
      <button type="submit" name="which" value={value} class="button quiet small" aria-label={`${say.remove}${label}`}>
        {say.remove}
      </button>
    </form>
  );
}
