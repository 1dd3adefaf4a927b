import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import {
  addHonour,
  addRota,
  changeContact,
  type KeepingDeps,
  type Kept,
  removeHonour,
  removeRota,
} from '../../organisation/station-keeping.ts';
import type { PostedForm } from '../frame/posted-form.ts';
import { type Answer, go, type Visit } from '../page.ts';
import { texts as say } from './texts.ts';

type Act = (deps: KeepingDeps, staff: Staff, code: string, form: PostedForm) => Promise<Kept>;

const acts: Readonly<Record<string, Act>> = {
  contact: (deps, staff, code, form) =>
    changeContact(deps, staff, code, { headName: form.text('headName'), phone: form.text('phone'), address: form.text('address') }),
  'add-honour': (deps, staff, code, form) =>
    addHonour(deps, staff, code, { title: form.text('title'), year: form.text('year') === '' ? null : Number(form.text('year')) }),
  'remove-honour': (deps, staff, code, form) => removeHonour(deps, staff, code, form.text('which')),
  'add-rota': (deps, staff, code, form) =>
    addRota(deps, staff, code, { staffId: form.text('staff'), fromOn: form.text('from'), toOn: form.text('to') }),
  'remove-rota': (deps, staff, code, form) => removeRota(deps, staff, code, form.text('which')),
};

/** Does what a form of the station's page asks for, and records it. */
export async function keepStation({ c, deps, staff, now }: Visit, form: PostedForm): Promise<Answer> {
  const code = c.req.param('code') ?? '';
  const name = form.text('act');
  const act = acts[name];
  if (!act) return go(`/stations/${code}`);
  const result = await deps.db.transaction(async (tx) => {
    const kept = await act({ tx, now }, staff, code, form);
    const about = { at: now, actor: staff.id, subject: null, caseNo: null, channel: 'console', purpose: null };
    const action = kept.ok ? 'write' : 'write-refused';
    await recordAudit(tx, [{ ...about, action, outcome: kept.ok ? 'done' : kept.code, detail: { act: `station:${name}`, station: code } }]);
    return kept;
  });
  return go(`/stations/${code}`, result.ok ? say.saved : result.sentence);
}
