import type { Staff } from '../../organisation/staff.ts';
import { maskName } from '../../people/access/masking.ts';
import { type ChangeDeps, type Refused, recordWrite, refuse } from '../../people/change/change-person.ts';
import { addDays, dayOf, fullMinuteText, momentOf } from '../../platform/calendar/day.ts';
import { createPaper } from '../../platform/paper/paper.ts';
import { qrMatrix } from '../../platform/qr/qr-code.ts';
import type { Holder } from '../holder-store.ts';
import { credentialTexts as say } from '../texts.ts';
import { identityName } from '../verify/identity-name.ts';
import { revokePasses } from './code-pass-store.ts';
import { codeForStaff, makePass } from './show-code.ts';
import { writableCode } from './veteran-code.ts';
import type { VeteranCode } from './veteran-code-store.ts';

/** A sheet of paper is good for a year, or as long as the code itself if that is shorter. */
const SHEET_DAYS = 365;
const QR_POINTS = 200;

export interface PrintDeps extends ChangeDeps {
  /** Where a token is verified: `https://…/verify/`. */
  verifyBase: string;
}

export type CodePrinted = { ok: true; sheet: string; token: string; pdf: Buffer } | Refused;

/**
 * A code on paper for somebody without a telephone. It can be revoked alone. It stands still, so that who scans it twice can tell that it is the
 * same sheet: the price of paper. Call it last in a transaction.
 */
export async function printCode(deps: PrintDeps, staff: Staff, archiveNo: string): Promise<CodePrinted> {
  const found = await codeForStaff(deps, staff, archiveNo);
  const result = found.ok ? await print(deps, staff, found.code, found.holder) : found;
  await recordWrite(deps, staff, { archiveNo, reason: '打印纸质老兵码' }, 'code:printed', result, []);
  return result;
}

async function print(deps: PrintDeps, staff: Staff, code: VeteranCode, holder: Holder): Promise<CodePrinted> {
  const [until = code.validUntil] = [addDays(dayOf(deps.now), SHEET_DAYS), code.validUntil].sort();
  const { id, token } = await makePass(deps, code, { kind: 'printed', madeBy: staff.id, expiresAt: momentOf(addDays(until, 1)) });
  const { paper: words } = say;
  const paper = await createPaper({
    title: words.title,
    watermark: words.watermark,
    footer: words.footer(code.no, id),
    madeAt: deps.now,
  });
  paper.row(words.name, maskName(holder.name, 'export', true) ?? '');
  paper.row(words.identity, identityName(holder));
  paper.row(words.no, code.no);
  paper.row(words.until, until);
  paper.row(words.by, `${staff.name}　${fullMinuteText(deps.now)}`);
  paper.qr(qrMatrix(`${deps.verifyBase}${token}`), QR_POINTS);
  paper.paragraph(words.how);
  return { ok: true, sheet: id, token, pdf: await paper.finish() };
}

/** Revokes one sheet of paper; the code itself goes on. Call it last in a transaction. */
export async function revokeSheet(
  deps: ChangeDeps,
  staff: Staff,
  request: { archiveNo: string; sheet: string },
): Promise<{ ok: true } | Refused> {
  const result = await revoke(deps, staff, request);
  await recordWrite(deps, staff, { archiveNo: request.archiveNo, reason: '作废纸质老兵码' }, 'code:sheet-revoked', result, []);
  return result;
}

async function revoke(
  deps: ChangeDeps,
  staff: Staff,
  { archiveNo, sheet }: { archiveNo: string; sheet: string },
): Promise<{ ok: true } | Refused> {
  const code = await writableCode(deps, staff, archiveNo);
  if ('ok' in code) return code;
  const revoked = await revokePasses(deps.tx, { codeNo: code.no, id: sheet }, staff.id, deps.now);
  return revoked > 0 ? { ok: true } : refuse('gone', say.code.noSuchSheet);
}
