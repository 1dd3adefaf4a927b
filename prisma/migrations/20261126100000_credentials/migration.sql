-- Keys that sign 老兵码 and 电子证照. The public half verifies without a connection; the private half is sealed.
CREATE TABLE signing_key (
  id TEXT PRIMARY KEY,
  algorithm TEXT NOT NULL,
  public_key TEXT NOT NULL,
  private_sealed TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL,
  retired_at TIMESTAMPTZ(3),
  withdrawn_at TIMESTAMPTZ(3),
  withdrawn_by TEXT
);
CREATE INDEX signing_key_state ON signing_key (state, algorithm);

-- 老兵码: one a person, with the consent that it rests on.
CREATE TABLE veteran_code (
  no TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL UNIQUE REFERENCES person ON DELETE CASCADE,
  state TEXT NOT NULL,
  consent TEXT NOT NULL,
  case_no TEXT,
  issued_on DATE NOT NULL,
  valid_until DATE NOT NULL,
  issued_by TEXT NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL
);

-- One showing on a screen, or one sheet of paper: what a token names.
CREATE TABLE code_pass (
  id TEXT PRIMARY KEY,
  code_no TEXT NOT NULL REFERENCES veteran_code ON DELETE CASCADE,
  kind TEXT NOT NULL,
  made_at TIMESTAMPTZ(3) NOT NULL,
  made_by TEXT NOT NULL,
  expires_at TIMESTAMPTZ(3) NOT NULL,
  used_at TIMESTAMPTZ(3),
  used_by TEXT,
  revoked_at TIMESTAMPTZ(3),
  revoked_by TEXT
);
CREATE INDEX code_pass_code ON code_pass (code_no, kind, made_at);
CREATE INDEX code_pass_expires ON code_pass (kind, expires_at);

-- A person's own telephone: bound once by a link, then it shows the code by itself.
CREATE TABLE code_phone (
  id TEXT PRIMARY KEY,
  code_no TEXT NOT NULL REFERENCES veteran_code ON DELETE CASCADE,
  link_hash TEXT NOT NULL UNIQUE,
  link_until TIMESTAMPTZ(3) NOT NULL,
  made_by TEXT NOT NULL,
  made_at TIMESTAMPTZ(3) NOT NULL,
  session_hash TEXT UNIQUE,
  bound_at TIMESTAMPTZ(3),
  session_until TIMESTAMPTZ(3),
  ended_at TIMESTAMPTZ(3),
  ended_by TEXT
);
CREATE INDEX code_phone_code ON code_phone (code_no, made_at);

-- Who scans beside the public and signed-in staff: merchants and partners with a device of their own.
CREATE TABLE scanner (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  level TEXT NOT NULL,
  enrol_hash TEXT UNIQUE,
  enrol_until TIMESTAMPTZ(3),
  secret_hash TEXT UNIQUE,
  registered_by TEXT NOT NULL,
  registered_at TIMESTAMPTZ(3) NOT NULL,
  enrolled_at TIMESTAMPTZ(3),
  ended_at TIMESTAMPTZ(3),
  ended_by TEXT
);

-- 电子证照. The content is what stands on the paper, sealed; its salted hash is what the token signs.
CREATE TABLE e_certificate (
  no TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
  template TEXT NOT NULL,
  state TEXT NOT NULL,
  issued_on DATE NOT NULL,
  valid_until DATE NOT NULL,
  content_sealed TEXT NOT NULL,
  token TEXT NOT NULL,
  check_sealed TEXT NOT NULL,
  check_index TEXT NOT NULL UNIQUE,
  issued_by TEXT NOT NULL,
  issued_at TIMESTAMPTZ(3) NOT NULL,
  consent TEXT NOT NULL,
  case_no TEXT,
  renews TEXT,
  changed_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX e_certificate_person ON e_certificate (archive_no, template);
CREATE INDEX e_certificate_state ON e_certificate (state, valid_until);
CREATE TABLE certificate_counter (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
);

-- What was done to a code or a certificate, by whom and why.
CREATE TABLE credential_event (
  credential_no TEXT NOT NULL,
  position INTEGER NOT NULL,
  act TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL,
  by_staff TEXT NOT NULL,
  reason_sealed TEXT,
  PRIMARY KEY (credential_no, position)
);

-- Many at once: listed by one person, signed by another, issued one by one.
CREATE TABLE certificate_batch (
  id TEXT PRIMARY KEY,
  template TEXT NOT NULL,
  town TEXT,
  consent TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TIMESTAMPTZ(3) NOT NULL,
  state TEXT NOT NULL,
  signed_by TEXT,
  signed_at TIMESTAMPTZ(3),
  finished_at TIMESTAMPTZ(3)
);
CREATE TABLE certificate_batch_item (
  batch_id TEXT NOT NULL REFERENCES certificate_batch ON DELETE CASCADE,
  archive_no TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
  state TEXT NOT NULL,
  fault TEXT,
  certificate_no TEXT,
  PRIMARY KEY (batch_id, archive_no)
);
CREATE INDEX certificate_batch_item_state ON certificate_batch_item (batch_id, state);
