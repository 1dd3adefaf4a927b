import type { CertificateBrief } from '../../credentials/certificate/certificate-list.ts';
import { listCertificates } from '../../credentials/certificate/certificate-list.ts';
import type { CertificateFilter } from '../../credentials/certificate/certificate-list-store.ts';
import { certificateTemplates, findTemplate } from '../../credentials/certificate/certificate-template.ts';
import { mayPrepare, maySign } from '../../credentials/certificate/issue-certificate.ts';
import { stateName } from '../../credentials/certificate/open-certificate.ts';
import { townsInScope } from '../../organisation/towns.ts';
import { Pager, pageAsked, withQuery } from '../frame/pager.tsx';
import { Empty, StateView } from '../frame/state-view.tsx';
import { type Page, show } from '../page.ts';
import { texts as say } from './texts.ts';

const PER_PAGE = 20;
const states = Object.keys(say.states) as (keyof typeof say.states)[];

/** Certificates of the viewer's area. */
export const certificateListPage: Page = {
  path: '/certificates',
  audience: 'staff',
  get: async ({ c, deps, staff, now }) => {
    const query = (name: string) => (c.req.query(name) ?? '').trim().slice(0, 60);
    const asked = { template: query('template'), state: query('state'), town: query('town'), no: query('no') };
    const page = pageAsked(c.req.query('page'));
    const given = { sealer: deps.sealer, now, channel: 'console' };
    const window = { limit: PER_PAGE, offset: (page - 1) * PER_PAGE };
    const list = await deps.db.transaction((tx) => listCertificates({ ...given, tx }, staff, filterOf(asked), window));
    if (list === null) return show(say.noRole.title, <StateView {...say.noRole} />, { status: 403 });
    return show(
      say.title,
      <>
        <div class="head">
          <h1>{say.title}</h1>
          <p class="actions">
            {maySign(staff) && (
              <a class="button" href="/certificates/issue">
                {say.issue}
              </a>
            )}
            {mayPrepare(staff) && <a href="/certificates/batches">{say.batches}</a>}
          </p>
        </div>
        <p class="muted">{say.lead}</p>
        <Filters asked={asked} />
        {list.lines.length === 0 ? <Empty sentence={say.empty} /> : <Table lines={list.lines} />}
        <Pager
          page={page}
          perPage={PER_PAGE}
          total={list.total}
          hrefOf={(to) => withQuery('/certificates', { ...asked, page: to === 1 ? null : to })}
        />
      </>,
    );
  },
};

interface Asked {
  template: string;
  state: string;
  town: string;
  no: string;
}

function filterOf({ template, state, town, no }: Asked): CertificateFilter {
  const known = states.find((one) => one === state);
  const isArchiveNo = /^YZ-/i.test(no);
  return {
    ...(template === '' ? {} : { template }),
    ...(known === undefined ? {} : { state: known }),
    ...(town === '' ? {} : { town }),
    ...(no === '' ? {} : isArchiveNo ? { archiveNo: no.toUpperCase() } : { no: no.toUpperCase() }),
  };
}

function Filters({ asked }: { asked: Asked }) {
  return (
    <search aria-label={say.filter}>
      <form class="filters">
        <label class="field grow">
          <span>{say.no}</span>
          <input type="search" name="no" value={asked.no} maxlength={40} autocomplete="off" />
        </label>
        <Choice
          name="template"
          label={say.template}
          all={say.allTemplates}
          value={asked.template}
          options={certificateTemplates.map(({ id, title }) => [id, title] as const)}
        />
        <Choice
          name="state"
          label={say.state}
          all={say.allStates}
          value={asked.state}
          options={states.map((one) => [one, say.states[one]] as const)}
        />
        <Choice
          name="town"
          label={say.town}
          all={say.wholeDistrict}
          value={asked.town}
          options={townsInScope.map(({ name }) => [name, name] as const)}
        />
        <button type="submit" class="button quiet">
          {say.filter}
        </button>
      </form>
    </search>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  all: string | null;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
}

export function Choice({ name, label, all, value, options }: ChoiceProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select name={name}>
        {all !== null && <option value="">{all}</option>}
        {options.map(([key, words]) => (
          <option value={key} selected={key === value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function Table({ lines }: { lines: readonly CertificateBrief[] }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          {[say.holder, say.template, say.place, say.state, say.until].map((label) => (
            <th scope="col">{label}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr data-row={line.no}>
            <td>
              {line.isOpen ? (
                <a class="main-link" href={`/certificates/${line.no}`}>
                  {line.name}
                </a>
              ) : (
                line.name
              )}
              <span class="sub">{line.no}</span>
            </td>
            <td data-label={say.template}>{findTemplate(line.template)?.title ?? line.template}</td>
            <td data-label={say.place}>{`${line.town ?? ''}${line.village ?? ''}`}</td>
            <td data-label={say.state}>
              <span class={line.state === 'valid' ? 'light green' : 'light yellow'}>{stateName(line.state)}</span>
            </td>
            <td data-label={say.until}>{line.validUntil}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
