-- Original list files, sealed, for as long as rules.yaml keeps them (retention: 导入的原始名单文件, 30 days) ---------------
CREATE TABLE import_file (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  counts JSONB NOT NULL,
  imported_by TEXT NOT NULL,
  imported_at TIMESTAMPTZ(3) NOT NULL,
  deleted_at TIMESTAMPTZ(3)
);
CREATE INDEX import_file_imported ON import_file (imported_at);

CREATE TABLE import_file_part (
  file_id TEXT NOT NULL REFERENCES import_file (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  body_sealed TEXT NOT NULL,
  PRIMARY KEY (file_id, position)
);

-- What a list says against what the archive says, until a person decides ------------------------------------------------
CREATE TABLE import_conflict (
  id TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL,
  field TEXT NOT NULL,
  list_sealed TEXT NOT NULL,
  archive_sealed TEXT,
  line INTEGER NOT NULL,
  changed_by TEXT,
  changed_at TIMESTAMPTZ(3),
  found_by TEXT NOT NULL,
  found_at TIMESTAMPTZ(3) NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'kept', 'taken')),
  resolved_by TEXT,
  resolved_at TIMESTAMPTZ(3)
);
CREATE INDEX import_conflict_state ON import_conflict (state, found_at);
CREATE INDEX import_conflict_person ON import_conflict (archive_no);

-- What left the house, and who is in it ------------------------------------------------------------------------------------
CREATE TABLE export_run (
  no TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('people', 'cases', 'visits', 'audit')),
  format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv')),
  filters JSONB NOT NULL,
  made_by TEXT NOT NULL,
  made_at TIMESTAMPTZ(3) NOT NULL,
  channel TEXT NOT NULL,
  row_count INTEGER NOT NULL DEFAULT 0,
  finished_at TIMESTAMPTZ(3)
);
CREATE INDEX export_run_maker ON export_run (made_by, made_at);

CREATE TABLE export_subject (
  export_no TEXT NOT NULL REFERENCES export_run (no) ON DELETE CASCADE,
  archive_no TEXT NOT NULL,
  PRIMARY KEY (export_no, archive_no)
);
CREATE INDEX export_subject_person ON export_subject (archive_no);

-- Exports asked for from chat or console: approved by a second person, good for 24 hours (rules.yaml chat_rules) ------------
CREATE TABLE export_request (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('people', 'cases', 'visits', 'audit')),
  format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv')),
  filters JSONB NOT NULL,
  reason_sealed TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at TIMESTAMPTZ(3) NOT NULL,
  state TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'refused', 'approved', 'ready', 'expired')),
  decided_by TEXT,
  decided_at TIMESTAMPTZ(3),
  words_sealed TEXT,
  export_no TEXT REFERENCES export_run (no),
  token_hash TEXT UNIQUE,
  expires_at TIMESTAMPTZ(3),
  CHECK (decided_by IS NULL OR decided_by <> asked_by)
);
CREATE INDEX export_request_state ON export_request (state, asked_at);

CREATE TABLE export_file_part (
  request_id TEXT NOT NULL REFERENCES export_request (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  body_sealed TEXT NOT NULL,
  PRIMARY KEY (request_id, position)
);
