-- Signing in to the console: sessions, second factors, failures; forms sent twice, and forms whose session had ended.
CREATE TABLE console_session (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE ON UPDATE NO ACTION,
  state TEXT NOT NULL DEFAULT 'open',
  began_at TIMESTAMPTZ(3) NOT NULL,
  seen_at TIMESTAMPTZ(3) NOT NULL,
  ended_at TIMESTAMPTZ(3),
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  notice_sealed TEXT
);
CREATE INDEX console_session_staff ON console_session (staff_id, seen_at);

CREATE TABLE console_second_factor (
  staff_id TEXT PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE ON UPDATE NO ACTION,
  secret_sealed TEXT NOT NULL,
  confirmed_at TIMESTAMPTZ(3),
  last_step INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE console_failure (
  id BIGSERIAL PRIMARY KEY,
  who TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX console_failure_who ON console_failure (who, at);

CREATE TABLE console_submission (
  key TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL,
  went_to TEXT
);

CREATE TABLE console_kept_form (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL,
  path TEXT NOT NULL,
  form_sealed TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL
);
