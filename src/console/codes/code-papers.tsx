import type { CodePass } from '../../credentials/code/code-pass-store.ts';
import type { CodePhone } from '../../credentials/code/code-phone-store.ts';
import { dayOf, fullMinuteText } from '../../platform/calendar/day.ts';
import { qrMatrix, qrPath } from '../../platform/qr/qr-code.ts';
import type { Visit } from '../page.ts';
import { CodeForm } from './code-form.tsx';
import { texts as say } from './texts.ts';

/** A code to be scanned from the screen. */
export function QrPicture({ text, label }: { text: string; label: string }) {
  const matrix = qrMatrix(text);
  const side = matrix.length;
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={side} height={side} fill="#ffffff" />
      <path d={qrPath(matrix)} fill="#000000" />
    </svg>
  );
}

export function Sheets({ visit, sheets, mayChange }: { visit: Visit; sheets: readonly CodePass[]; mayChange: boolean }) {
  return (
    <section>
      <h2>{say.sheets}</h2>
      {sheets.length === 0 && <p class="muted">{say.noSheets}</p>}
      <ul class="bullets">
        {sheets.map((sheet) => (
          <li>
            {say.sheet(sheet.id, fullMinuteText(sheet.madeAt), dayOf(new Date(sheet.expiresAt.getTime() - 1)))}{' '}
            <SheetState visit={visit} sheet={sheet} mayChange={mayChange} />
          </li>
        ))}
      </ul>
      <p class="muted">{say.printLead}</p>
      <CodeForm visit={visit} act="print" isInline>
        <button type="submit" class="button quiet">
          {say.print}
        </button>
      </CodeForm>
    </section>
  );
}

function SheetState({ visit, sheet, mayChange }: { visit: Visit; sheet: CodePass; mayChange: boolean }) {
  if (sheet.revokedAt !== null) return <span class="tag">{say.voided}</span>;
  if (sheet.expiresAt <= visit.now) return <span class="tag">{say.over}</span>;
  if (!mayChange) return null;
  return (
    <CodeForm visit={visit} act="revoke-sheet" isInline>
      <button type="submit" name="which" value={sheet.id} class="button quiet small" aria-label={`${say.void}${sheet.id}`}>
        {say.void}
      </button>
    </CodeForm>
  );
}

interface PhonesProps {
  visit: Visit;
  phones: readonly CodePhone[];
  mayChange: boolean;
  /** The link that was made just now: shown once, kept nowhere. */
  bindUrl: string | null;
}

export function Phones({ visit, phones, mayChange, bindUrl }: PhonesProps) {
  return (
    <section>
      <h2>{say.phones}</h2>
      {phones.length === 0 && <p class="muted">{say.noPhones}</p>}
      <ul class="bullets">
        {phones.map((phone) => (
          <li>
            {phoneText(phone, visit.now)}{' '}
            {mayChange && phone.endedAt === null && phone.boundAt !== null && <Unbind visit={visit} phone={phone} />}
          </li>
        ))}
      </ul>
      {bindUrl === null ? (
        <CodeForm visit={visit} act="link" isInline>
          <button type="submit" class="button quiet">
            {say.link}
          </button>
        </CodeForm>
      ) : (
        <div class="panel">
          <p>{say.linkLead}</p>
          <p>
            <code>{bindUrl}</code>
          </p>
          <QrPicture text={bindUrl} label={say.link} />
        </div>
      )}
    </section>
  );
}

function Unbind({ visit, phone }: { visit: Visit; phone: CodePhone }) {
  return (
    <CodeForm visit={visit} act="end-phone" isInline>
      <button type="submit" name="which" value={phone.id} class="button quiet small">
        {say.unbind}
      </button>
    </CodeForm>
  );
}

function phoneText(phone: CodePhone, now: Date): string {
  if (phone.endedAt !== null) return say.phoneEnded;
  if (phone.boundAt !== null) return say.phone(fullMinuteText(phone.boundAt));
  return phone.linkUntil > now ? say.phoneOpen(fullMinuteText(phone.linkUntil)) : say.phoneOver;
}
