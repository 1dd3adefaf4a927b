ALTER TABLE person
  ADD COLUMN merged_into TEXT REFERENCES person (archive_no),
  ADD COLUMN lifecycle_on DATE,
  ADD COLUMN lifecycle_reason TEXT,
  ADD COLUMN died_on DATE,
  ADD COLUMN disability_nature TEXT,
  ADD COLUMN disability_on DATE,
  ADD COLUMN bank_name TEXT;
CREATE INDEX person_merged ON person (merged_into);

-- More ways to reach a person, and whom to call in an emergency.
CREATE TABLE person_contact (
  id TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('own', 'emergency')),
  name_sealed TEXT,
  relation TEXT,
  phone_sealed TEXT NOT NULL,
  phone_index TEXT NOT NULL,
  added_by TEXT NOT NULL,
  added_at TIMESTAMPTZ(3) NOT NULL,
  removed_at TIMESTAMPTZ(3)
);
CREATE INDEX person_contact_person ON person_contact (archive_no);
CREATE INDEX person_contact_phone ON person_contact (phone_index);

CREATE TABLE person_note (
  id TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  text_sealed TEXT NOT NULL,
  written_by TEXT NOT NULL,
  written_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX person_note_person ON person_note (archive_no, written_at);

CREATE TABLE person_document (
  id TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  file_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  kept_name TEXT NOT NULL,
  added_by TEXT NOT NULL,
  added_at TIMESTAMPTZ(3) NOT NULL,
  removed_by TEXT,
  removed_at TIMESTAMPTZ(3),
  removed_why TEXT
);
CREATE INDEX person_document_person ON person_document (archive_no, added_at);

-- 年度确认: that a person's circumstances were looked at in a year (条例第八条).
CREATE TABLE person_confirmation (
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  year INTEGER NOT NULL,
  confirmed_on DATE NOT NULL,
  way TEXT NOT NULL,
  by_staff TEXT NOT NULL,
  note_sealed TEXT,
  PRIMARY KEY (archive_no, year)
);

CREATE TABLE person_move (
  id TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  from_town TEXT,
  from_village TEXT,
  to_town TEXT,
  to_village TEXT,
  reason TEXT NOT NULL,
  by_staff TEXT NOT NULL,
  moved_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX person_move_person ON person_move (archive_no, moved_at);

-- Two files of one person put together, with all that is needed to take them apart again.
CREATE TABLE person_merge (
  id TEXT PRIMARY KEY,
  kept_no TEXT NOT NULL REFERENCES person (archive_no),
  merged_no TEXT NOT NULL REFERENCES person (archive_no),
  reason TEXT NOT NULL,
  by_staff TEXT NOT NULL,
  merged_at TIMESTAMPTZ(3) NOT NULL,
  before_sealed TEXT NOT NULL,
  unmerged_by TEXT,
  unmerged_at TIMESTAMPTZ(3),
  unmerge_reason TEXT
);
CREATE INDEX person_merge_kept ON person_merge (kept_no);
CREATE INDEX person_merge_merged ON person_merge (merged_no);
