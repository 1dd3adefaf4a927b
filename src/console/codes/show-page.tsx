import { showCode } from '../../credentials/code/show-code.ts';
import { StateView } from '../frame/state-view.tsx';
import { type Page, show } from '../page.ts';
import { texts as frameTexts } from '../texts.ts';
import { QrPicture } from './code-papers.tsx';
import { texts as say } from './texts.ts';

/** The code large on the officer's own screen. Every opening of this page is one showing. */
export const showCodePage: Page = {
  path: '/codes/:archiveNo/show',
  audience: 'staff',
  get: async ({ c, deps, staff, now }) => {
    const archiveNo = c.req.param('archiveNo') ?? '';
    const given = { sealer: deps.sealer, now, channel: 'console' };
    const shown = await deps.db.transaction((tx) => showCode({ ...given, tx }, staff, archiveNo));
    if (!shown.ok)
      return show(frameTexts.errorTitle, <StateView title={frameTexts.errorTitle} sentence={shown.sentence} todo="" />, { status: 403 });
    // A page without a script stands still: the browser itself is told to ask again.
    c.header('refresh', '45');
    return show(
      say.title,
      <>
        <p>
          <a href={`/codes/${archiveNo}`}>{say.title}</a>
        </p>
        <h1>{shown.name}</h1>
        <QrPicture text={`${deps.publicUrl}/verify/${shown.token}`} label={say.qr} />
        <p class="muted">
          {shown.no} · {say.showLead}
        </p>
        <p>
          <a class="button quiet" href={`/codes/${archiveNo}/show`}>
            {say.refresh}
          </a>
        </p>
      </>,
    );
  },
};
