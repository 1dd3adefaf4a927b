import type { Child } from 'hono/jsx';
import type { ExportRequest } from '../../people/export/export-request-store.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import { texts } from './texts.ts';

const say = texts.exports;

export interface RequestTableProps {
  requests: readonly ExportRequest[];
  nameOf: ReadonlyMap<string, string>;
  marks: Child;
  /** They wait for this person's word. */
  isApproving: boolean;
}

export function RequestTable({ requests, nameOf, marks, isApproving }: RequestTableProps) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{say.columns.what}</th>
          <th scope="col">{isApproving ? say.columns.who : say.columns.state}</th>
          <th scope="col">{say.columns.why}</th>
          <th scope="col">{say.columns.when}</th>
          <th scope="col">{say.columns.action}</th>
        </tr>
      </thead>
      <tbody>
        {requests.map((one) => (
          <tr data-row={one.id}>
            <td>
              {say.kinds[one.kind]} <span class="muted">{one.format}</span>
              <span class="sub">{[one.filter.town, one.filter.from, one.filter.to].filter(Boolean).join(' ')}</span>
            </td>
            <td class="narrow">{isApproving ? (nameOf.get(one.askedBy) ?? one.askedBy) : (say.states[one.state] ?? one.state)}</td>
            <td>
              {one.reason}
              {one.words && <span class="sub">{one.words}</span>}
            </td>
            <td class="narrow">{minuteText(one.askedAt)}</td>
            <td>{isApproving ? <Decide one={one} marks={marks} /> : <Make one={one} marks={marks} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Decide({ one, marks }: { one: ExportRequest; marks: Child }) {
  return (
    <form method="post" class="actions">
      {marks}
      <input type="hidden" name="act" value="decide" />
      <input type="hidden" name="request" value={one.id} />
      <input type="hidden" name="asker" value={one.askedBy} />
      <label class="field light-label">
        <span>{say.words}</span>
        <input type="text" name="words" maxlength={200} autocomplete="off" />
      </label>
      <button type="submit" name="decision" value="approve" class="button small">
        {say.approve}
      </button>
      <button type="submit" name="decision" value="refuse" class="button stern small">
        {say.refuse}
      </button>
    </form>
  );
}

function Make({ one, marks }: { one: ExportRequest; marks: Child }) {
  if (one.state !== 'approved') return null;
  return (
    <form method="post">
      {marks}
      <input type="hidden" name="act" value="make" />
      <button type="submit" name="request" value={one.id} class="button small">
        {say.make}
      </button>
    </form>
  );
}
