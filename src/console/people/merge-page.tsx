import { compareFiles, mergePeople, type SideBySide } from '../../people/change/merge-people.ts';
import { type FactName, personFactsSchema } from '../../people/change/person-facts.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { type Answer, go, type Page, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { FileTabs } from './file-page.tsx';
import { maskedSide } from './masked-side.ts';
import { texts } from './texts.ts';

const say = texts.merging;

/** Two files of one person side by side, and putting them together. */
export const mergePage: Page = {
  path: '/people/:no/merge',
  audience: 'staff',
  get: (visit) => answerMerge(visit, visit.c.req.query('with') ?? '', null),
  post: async (visit, form) => {
    const { deps, staff, now, c } = visit;
    const keptNo = c.req.param('no') ?? '';
    const take = form.all('take').filter((fact): fact is FactName => fact in personFactsSchema.shape);
    const request = { keptNo, mergedNo: form.text('with'), take, reason: form.text('reason') };
    const merged = await deps.db.transaction((tx) => mergePeople({ tx, sealer: deps.sealer, now, channel: 'console' }, staff, request));
    return merged.ok ? go(`/people/${keptNo}`, say.done(keptNo)) : answerMerge(visit, request.mergedNo, merged.sentence);
  },
};

async function answerMerge(visit: Visit, asked: string, fault: string | null): Promise<Answer> {
  const { deps, staff, now, c } = visit;
  const keptNo = c.req.param('no') ?? '';
  const mergedNo = asked.trim().toUpperCase().slice(0, 40);
  const sides =
    mergedNo === ''
      ? undefined
      : await deps.db.transaction((tx) => compareFiles({ tx, sealer: deps.sealer, now, channel: 'console' }, staff, keptNo, mergedNo));
  const sentence = fault ?? (sides === null ? say.refused : null);
  const body = <Merge visit={visit} keptNo={keptNo} mergedNo={mergedNo} sides={sides ?? null} fault={sentence} />;
  return show(say.title, body, { status: sentence === null ? 200 : 422 });
}

interface MergeProps {
  visit: Visit;
  keptNo: string;
  mergedNo: string;
  /** Null: nothing to compare yet. */
  sides: SideBySide[] | null;
  fault: string | null;
}

function Merge({ visit, keptNo, mergedNo, sides, fault }: MergeProps) {
  return (
    <>
      <h1>{say.title}</h1>
      <nav class="tabs" aria-label={keptNo}>
        <a href={`/people/${keptNo}`}>{texts.label}</a>
        <FileTabs archiveNo={keptNo} current="merge" />
      </nav>
      <p class="lead">{say.lead}</p>
      {fault && (
        <p class="faults" role="alert">
          {fault}
        </p>
      )}
      <form class="filters">
        <label class="field">
          <span>{say.kept}</span>
          <input type="text" value={keptNo} readonly />
        </label>
        <label class="field">
          <span>{say.merged}</span>
          <input type="text" name="with" value={mergedNo} required maxlength={40} autocomplete="off" />
        </label>
        <button type="submit" class="button quiet">
          {say.compare}
        </button>
      </form>
      {sides && (
        <form method="post" class="form-wide">
          <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
          <input type="hidden" name="with" value={mergedNo} />
          {sides.length === 0 ? <p>{say.same}</p> : <Sides sides={sides} />}
          <label class="field">
            <span>{say.reason}</span>
            <input type="text" name="reason" required maxlength={200} autocomplete="off" />
          </label>
          <button type="submit" class="button stern">
            {say.merge}
          </button>
        </form>
      )}
    </>
  );
}

function Sides({ sides }: { sides: readonly SideBySide[] }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{say.columns.take}</th>
          <th scope="col">{say.columns.fact}</th>
          <th scope="col">{say.columns.kept}</th>
          <th scope="col">{say.columns.merged}</th>
        </tr>
      </thead>
      <tbody>
        {sides.map((side) => (
          <tr>
            <td class="narrow">
              <input type="checkbox" name="take" value={side.fact} aria-label={say.takeOne(side.label)} />
            </td>
            <td>{side.label}</td>
            <td>{maskedSide(side.fact, side.kept)}</td>
            <td>{maskedSide(side.fact, side.merged)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
