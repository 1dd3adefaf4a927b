import { breakGlass } from '../../people/access/break-glass.ts';
import { revealField } from '../../people/access/reveal.ts';
import { revealFields } from '../../people/access/reveal-field.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import { go, type Page } from '../page.ts';
import { answerFile } from './file-page.tsx';
import { texts } from './texts.ts';

const say = texts.file;

/** One field whole, for ten minutes and the reason given. */
export const revealPage: Page = {
  path: '/people/:no/reveal',
  audience: 'staff',
  get: async ({ c }) => go(`/people/${c.req.param('no') ?? ''}`),
  post: async (visit, form) => {
    const { deps, staff, now, c } = visit;
    const archiveNo = c.req.param('no') ?? '';
    const field = revealFields.find((one) => one === form.text('field'));
    if (!field) return go(`/people/${archiveNo}`);
    const request = { archiveNo, field, reason: form.text('reason'), channel: 'console' };
    const shown = await deps.db.transaction((tx) => revealField({ tx, sealer: deps.sealer, now }, staff, request));
    if (shown.kind === 'revealed') return go(`/people/${archiveNo}`, say.revealed(shown.label, minuteText(shown.untilAt)));
    const sentence = shown.why === 'ceiling' ? shown.sentence : say.notRevealed[shown.why];
    return answerFile(visit, archiveNo, { form, sentence });
  },
};

/** Opens a file out of reach for half an hour; others are told at once and must review it. */
export const emergencyPage: Page = {
  path: '/people/:no/emergency',
  audience: 'staff',
  get: async ({ c }) => go(`/people/${c.req.param('no') ?? ''}`),
  post: async (visit, form) => {
    const { deps, staff, now, c } = visit;
    const archiveNo = c.req.param('no') ?? '';
    const { tellEmergency: tell } = deps.conversation;
    const opened = await deps.db.transaction((tx) =>
      breakGlass({ tx, sealer: deps.sealer, now, isWorkday: deps.cases.isWorkday, tell }, staff, {
        archiveNo,
        reason: form.text('reason'),
        channel: 'console',
      }),
    );
    if (opened.kind === 'opened') return go(`/people/${archiveNo}`, say.emergencyDone(minuteText(opened.untilAt)));
    return answerFile(visit, archiveNo, { form, sentence: say.emergencyRefused[opened.why] });
  },
};
