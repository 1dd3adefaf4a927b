-- When the clock must look at a running case next.
ALTER TABLE service_case ADD COLUMN wake_at TIMESTAMPTZ(3);
CREATE INDEX service_case_wake ON service_case (wake_at);

-- 抄送、传阅: who is to know a case without acting on it, and when they read it.
CREATE TABLE case_copy (
  case_no TEXT NOT NULL REFERENCES service_case (no),
  staff_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('copy', 'circulate')),
  by_staff TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL,
  read_at TIMESTAMPTZ(3),
  PRIMARY KEY (case_no, staff_id)
);
CREATE INDEX case_copy_staff ON case_copy (staff_id, at);

-- What a case left in the archive beside benefits, relations and certificates.
CREATE TABLE archive_entry (
  id TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('record', 'booking')),
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  detail_sealed TEXT NOT NULL,
  recorded_on DATE NOT NULL,
  case_no TEXT
);
CREATE INDEX archive_entry_person ON archive_entry (archive_no, key);

CREATE TABLE person_tag (
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  title TEXT NOT NULL,
  since_on DATE NOT NULL,
  case_no TEXT,
  PRIMARY KEY (archive_no, tag)
);

-- Money that a case granted: due when decided, paid when the paying step said so. Limits count these rows.
CREATE TABLE payment (
  id TEXT PRIMARY KEY,
  case_no TEXT NOT NULL REFERENCES service_case (no),
  archive_no TEXT,
  household TEXT,
  flow TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  amount NUMERIC(12, 2) NOT NULL CHECK (amount >= 0),
  year INTEGER NOT NULL,
  paid_on DATE NOT NULL,
  by_staff TEXT NOT NULL
);
CREATE INDEX payment_person ON payment (archive_no, flow, year);
CREATE INDEX payment_household ON payment (household, flow, year);

-- What must still be done after a case: a visit, a check, another service.
CREATE TABLE follow_up (
  id TEXT PRIMARY KEY,
  case_no TEXT NOT NULL REFERENCES service_case (no),
  archive_no TEXT,
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  due_on DATE NOT NULL,
  town TEXT,
  village TEXT,
  next_flow TEXT,
  next_case_no TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
  done_at TIMESTAMPTZ(3),
  done_by TEXT,
  note TEXT
);
CREATE INDEX follow_up_open ON follow_up (state, due_on);
CREATE INDEX follow_up_case ON follow_up (case_no);
