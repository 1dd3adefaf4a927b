import type { Database } from './database.ts';

/** What the application works as: it may add to the audit record and read it, and cannot change or remove any of it. */
export const APP_ROLE = 'yinling_app';

/**
 * Whether the schema's rights are set so that the application's role guards the audit record; where not, the connecting role may not make
 * roles, and `doctor` says what its administrator should run.
 */
export async function hasAppRole(db: Database): Promise<boolean> {
  const [row] = await db.tx.$queryRaw<{ ready: boolean }[]>`
    SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ${APP_ROLE}) AND pg_has_role(current_user, ${APP_ROLE}, 'MEMBER')
      AND has_database_privilege(${APP_ROLE}, current_database(), 'CREATE')
      AND NOT has_table_privilege(${APP_ROLE}, 'audit_record', 'UPDATE') AS ready`.catch(() => [{ ready: false }]);
  return row?.ready ?? false;
}

/** Sets the rights again: a database restored on another server lacks its roles. Returns whether they are set. */
export async function setAppRights(db: Database): Promise<boolean> {
  if (await hasAppRole(db)) return true;
  try {
    await db.tx.$executeRawUnsafe(`DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'yinling_audit') THEN CREATE ROLE yinling_audit NOLOGIN; END IF;
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'yinling_app') THEN CREATE ROLE yinling_app NOLOGIN; END IF;
    END $$`);
    await db.tx.$queryRaw`SELECT audit_set_rights()`;
  } catch {
    // Without the right to make roles the application still works; `doctor` names what is missing.
    return false;
  }
  return hasAppRole(db);
}

/** From here on the embedded database's one session works as the application. */
export async function becomeApp(db: Database): Promise<void> {
  if ('pglite' in db.driver) await db.driver.pglite.exec(`SET ROLE ${APP_ROLE}`);
}
