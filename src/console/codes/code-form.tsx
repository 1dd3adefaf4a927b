import type { Child } from 'hono/jsx';
import { FormMarks } from '../frame/form-marks.tsx';
import type { Visit } from '../page.ts';
import { formToken } from '../session/session.ts';

/** A form of a page; `act` says what it does. */
export function CodeForm({ visit, act, children, isInline }: { visit: Visit; act: string; children: Child; isInline?: boolean }) {
  return (
    <form method="post" class={isInline ? 'inline' : 'form'}>
      <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
      <input type="hidden" name="act" value={act} />
      {children}
    </form>
  );
}
