-- One field of one person, whole for one member of staff until a moment (rules.yaml secure_form).
CREATE TABLE reveal (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  field TEXT NOT NULL,
  reason_sealed TEXT NOT NULL,
  granted_at TIMESTAMPTZ(3) NOT NULL,
  until_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX reveal_active ON reveal (staff_id, archive_no, until_at);

-- 紧急查看: a file opened without reach in an emergency, and what a second person found about it.
CREATE TABLE break_glass (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  reason_sealed TEXT NOT NULL,
  opened_at TIMESTAMPTZ(3) NOT NULL,
  until_at TIMESTAMPTZ(3) NOT NULL,
  review_due_on DATE NOT NULL,
  reviewed_by TEXT,
  reviewed_at TIMESTAMPTZ(3),
  verdict TEXT CHECK (verdict IN ('proper', 'improper')),
  words_sealed TEXT,
  reminded_on DATE
);
CREATE INDEX break_glass_active ON break_glass (staff_id, archive_no, until_at);
CREATE INDEX break_glass_open ON break_glass (verdict, review_due_on);

-- A ceiling raised for one person and one day.
CREATE TABLE ceiling_raise (
  staff_id TEXT NOT NULL,
  on_day DATE NOT NULL,
  kind TEXT NOT NULL,
  extra INTEGER NOT NULL CHECK (extra > 0),
  raised_by TEXT NOT NULL,
  reason_sealed TEXT NOT NULL,
  raised_at TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY (staff_id, on_day, kind)
);

-- What somebody responsible must look at. `key` keeps one matter from being raised twice.
CREATE TABLE alarm (
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  sentence TEXT NOT NULL,
  raised_at TIMESTAMPTZ(3) NOT NULL,
  told_at TIMESTAMPTZ(3),
  closed_at TIMESTAMPTZ(3),
  closed_by TEXT,
  closing_words TEXT
);
CREATE INDEX alarm_open ON alarm (closed_at, raised_at);
