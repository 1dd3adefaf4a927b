import { endPhone, makePhoneLink } from '../../credentials/code/code-phone.ts';
import { printCode, revokeSheet } from '../../credentials/code/print-code.ts';
import { type CodeAct, changeCode, issueCode } from '../../credentials/code/veteran-code.ts';
import type { PostedForm } from '../frame/posted-form.ts';
import { type Answer, go, raw, type Visit } from '../page.ts';
import { texts as say } from './texts.ts';

type Act = (visit: Visit, archiveNo: string, form: PostedForm) => Promise<Answer>;

const pageOf = (archiveNo: string) => `/codes/${encodeURIComponent(archiveNo)}`;

/** Runs one act of the feature as this member of staff, in a transaction of its own. */
function within<T>(
  { deps, staff, now }: Visit,
  work: (given: Parameters<typeof printCode>[0], by: typeof staff) => Promise<T>,
): Promise<T> {
  const { sealer, publicUrl } = deps;
  return deps.db.transaction((tx) => work({ tx, sealer, now, channel: 'console', verifyBase: `${publicUrl}/verify/` }, staff));
}

function answer(archiveNo: string, result: { ok: true } | { ok: false; sentence: string }, said: string = say.done): Answer {
  return go(pageOf(archiveNo), result.ok ? said : result.sentence);
}

const acts: Readonly<Record<string, Act>> = {
  issue: async (visit, archiveNo, form) => {
    const way = form.text('consent');
    const consent = way === 'paper' || way === 'spoken' ? way : null;
    const issued = await within(visit, (given, staff) => issueCode(given, staff, { archiveNo, consent }));
    return answer(archiveNo, issued, issued.ok ? say.issued(issued.code.no) : undefined);
  },
  change: async (visit, archiveNo, form) => {
    const act = (['suspend', 'resume', 'revoke'] as const).find((one): one is CodeAct => one === form.text('which'));
    if (!act) return go(pageOf(archiveNo));
    const reason = form.text('reason');
    return answer(archiveNo, await within(visit, (given, staff) => changeCode(given, staff, { archiveNo, act, reason })));
  },
  print: async (visit, archiveNo) => {
    const printed = await within(visit, (given, staff) => printCode(given, staff, archiveNo));
    return printed.ok ? raw(pdf(printed.pdf, `${printed.sheet}.pdf`)) : go(pageOf(archiveNo), printed.sentence);
  },
  'revoke-sheet': async (visit, archiveNo, form) =>
    answer(archiveNo, await within(visit, (given, staff) => revokeSheet(given, staff, { archiveNo, sheet: form.text('which') }))),
  'end-phone': async (visit, archiveNo, form) =>
    answer(archiveNo, await within(visit, (given, staff) => endPhone(given, staff, { archiveNo, id: form.text('which') }))),
};

/** A link that binds the person's telephone; its secret is in the address that is handed out, and nowhere else. */
export async function linkForPhone(visit: Visit): Promise<{ ok: true; url: string } | { ok: false; sentence: string }> {
  const archiveNo = visit.c.req.param('archiveNo') ?? '';
  const made = await within(visit, (given, staff) => makePhoneLink(given, staff, archiveNo));
  return made.ok ? { ok: true, url: `${visit.deps.publicUrl}/code/bind/${made.secret}` } : made;
}

/** What a form of the code's page asks for. */
export async function actOnCode(visit: Visit, form: PostedForm): Promise<Answer> {
  const archiveNo = visit.c.req.param('archiveNo') ?? '';
  const act = acts[form.text('act')];
  return act ? act(visit, archiveNo, form) : go(pageOf(archiveNo));
}

/** A PDF to be looked at or kept. */
export function pdf(content: Buffer, name: string): Response {
  const headers = {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${name}"`,
    'cache-control': 'private, no-store',
  };
  return new Response(new Uint8Array(content), { headers });
}
