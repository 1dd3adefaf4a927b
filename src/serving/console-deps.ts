import { join } from 'node:path';
import type { App } from '../app.ts';
import { createDingtalkIdentity } from '../channels/dingtalk/dingtalk-identity.ts';
import type { IdentityProvider } from '../channels/identity.ts';
import type { ConsoleDeps } from '../console/console-deps.ts';
import type { IndexBook } from '../insight/respect-index/index-book.ts';
import { createWallBook } from '../insight/wall/wall-book.ts';
import { createFileVault } from '../platform/file-vault.ts';
import { exporters } from './exporters.ts';
import { staffDirectory } from './local-directory.ts';
import { localCredentials } from './local-server.ts';

/** Where DingTalk's own login page is; a private installation has it beside its API. */
const PUBLIC_API = 'https://api.dingtalk.com';
const PUBLIC_LOGIN = 'https://login.dingtalk.com';

/** What the console works with. `localUrl`: where the local DingTalk is, when it stands in; `index`: the respect index of today, which the API reads too. */
export function consoleDeps(app: App, localUrl: () => string, index: IndexBook): ConsoleDeps {
  const { config, secrets, db, sealer, clock, log, flows, cases, conversation } = app;
  const isLocal = config.dingtalk.clientId === null;
  return {
    ...{ db, sealer, clock, log, flows, cases, conversation },
    vault: createFileVault(join(config.dataDir, 'files'), sealer),
    exporters: {
      people: (staff, filter) => exporters.people(app, staff, filter),
      cases: (staff, filter) => exporters.cases(app, staff, filter),
      visits: (staff, filter) => exporters.visits(app, staff, filter),
      audit: (staff, filter) => exporters.audit(app, staff, filter),
    },
    index,
    wall: createWallBook(app),
    secret: secrets.sessionSecret,
    publicUrl: config.publicUrl,
    identities: [isLocal ? localIdentity(app, localUrl) : dingtalkIdentity(app)],
    local: isLocal ? { directory: staffDirectory(app), chatUrl: '/chat' } : null,
  };
}

function dingtalkIdentity({ config, clock }: App): IdentityProvider {
  const { clientId, clientSecret, apiBase, oapiBase } = config.dingtalk;
  const loginBase = apiBase === PUBLIC_API ? PUBLIC_LOGIN : apiBase;
  return createDingtalkIdentity({ clientId: clientId ?? '', clientSecret: clientSecret ?? '', apiBase, oapiBase, loginBase, clock });
}

/** The local one is found when it is asked: it may move to another process. */
function localIdentity(app: App, localUrl: () => string): IdentityProvider {
  let made: { url: string; identity: IdentityProvider } | null = null;
  const here = (): IdentityProvider => {
    const url = localUrl();
    if (made?.url !== url) {
      const bases = { apiBase: url, oapiBase: url, loginBase: url };
      made = { url, identity: createDingtalkIdentity({ ...localCredentials(app), ...bases, clock: app.clock }) };
    }
    return made.identity;
  };
  return {
    name: 'dingtalk',
    loginPage: (redirectUri, state) => here().loginPage(redirectUri, state),
    byInsideCode: (code) => here().byInsideCode(code),
    byLoginCode: (code) => here().byLoginCode(code),
  };
}
