import type { ConversationDeps } from '../conversation/conversation-deps.ts';
import type { Clock } from '../platform/clock.ts';
import { signLink } from '../platform/signed-link.ts';

/** What signs a link and says where it leads. */
interface LinkDeps {
  config: { publicUrl: string };
  secrets: { sessionSecret: string };
  clock: Clock;
}

const SHEET_MINUTES = 15;

/** Links to archive sheets, good for a while and for one person. */
export function sheetLinks({ config, secrets, clock }: LinkDeps): ConversationDeps['sheetLink'] {
  return (sheet, staff) => {
    const until = new Date(clock.now().getTime() + SHEET_MINUTES * 60_000);
    const token = signLink(secrets.sessionSecret, { sheet, staff }, until);
    return { url: `${config.publicUrl}/sheet/${token}`, minutes: SHEET_MINUTES };
  };
}

const SHOW_MINUTES = 10;

/** Links under which 老兵码 are held out. */
export function codeLinks({ config, secrets, clock }: LinkDeps): ConversationDeps['codeLinks'] {
  return {
    toShow: (code, staff) => {
      const until = new Date(clock.now().getTime() + SHOW_MINUTES * 60_000);
      return { url: `${config.publicUrl}/code/show/${signLink(secrets.sessionSecret, { code, staff }, until)}`, minutes: SHOW_MINUTES };
    },
    toBind: (secret) => `${config.publicUrl}/code/bind/${secret}`,
  };
}
