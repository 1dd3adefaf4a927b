import type { Action } from '../cases/actions-port.ts';
import { type Refusal, refuse } from '../cases/engine/act.ts';
import { archiveId, grantCertificate } from '../credentials/certificate/issue-certificate.ts';
import { grantCode } from '../credentials/code/veteran-code.ts';
import { findCodeOf } from '../credentials/code/veteran-code-store.ts';
import type { Refused } from '../people/change/change-person.ts';
import { addCertificate } from '../people/file/archive-writes-store.ts';

/**
 * What a finished case issues. They stand here because the rooms of cases and credentials do not know each other. The consent is the box that the
 * form requires (`consent`); a case about nobody's file issues nothing.
 */

/** 老兵码: the code itself, and its number on file. One that is active already stays as it is. */
export const issueVeteranCode: Action = async ({ tx, case: current, now, actor, deps, outcome }) => {
  const { archiveNo } = current.subject;
  if (archiveNo === null || outcome === null) return { ok: true, data: {} };
  const granted = await grantCode({ tx, sealer: deps.sealer, now }, actor.id, { archiveNo, consent: current.no, caseNo: current.no });
  if (!granted.ok && granted.code !== 'exists') return refusalOf(granted);
  const code = granted.ok ? granted.code : await findCodeOf(tx, archiveNo);
  if (code === null) return { ok: true, data: {} };
  const { no, issuedOn, validUntil } = code;
  const writer = { tx, sealer: deps.sealer, now, by: actor.id, reason: outcome.text, caseNo: current.no };
  await addCertificate(writer, archiveNo, { id: `code-${no}`, kind: outcome.key, no, state: '有效', issuedOn });
  return { ok: true, data: { no, issuedOn, validUntil } };
};

/** 电子证照, signed by whoever decided the last step. */
export const issueECertificate: Action = async ({ tx, case: current, now, actor, deps }) => {
  const { archiveNo } = current.subject;
  if (archiveNo === null) return { ok: true, data: {} };
  const category = current.slots['key_category'];
  const granted = await grantCertificate({ tx, sealer: deps.sealer, now, channel: 'case' }, actor.id, {
    archiveNo,
    consent: current.no,
    caseNo: current.no,
    ...(typeof category === 'string' ? { category } : {}),
  });
  if (!granted.ok) return refusalOf(granted);
  const { no, issuedOn, validUntil } = granted.certificate;
  return { ok: true, data: { no, issuedOn, validUntil, file: archiveId(no) } };
};

function refusalOf({ code, sentence }: Refused): Refusal {
  return refuse(code, sentence);
}
