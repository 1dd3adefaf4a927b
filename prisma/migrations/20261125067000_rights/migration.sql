-- What a person may ask for about their own file (个人信息保护法第四十四至五十条), received by staff.
CREATE TABLE rights_request (
  no TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('copy', 'correct', 'delete', 'restrict', 'explain')),
  identity_checked TEXT NOT NULL,
  words_sealed TEXT,
  received_by TEXT NOT NULL,
  received_at TIMESTAMPTZ(3) NOT NULL,
  due_on DATE NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'refused')),
  decided_by TEXT,
  decided_at TIMESTAMPTZ(3),
  outcome_sealed TEXT
);
CREATE INDEX rights_request_open ON rights_request (state, due_on);
CREATE INDEX rights_request_person ON rights_request (archive_no);

-- What was destroyed, for whom and why: numbers only.
CREATE TABLE tombstone (
  id TEXT PRIMARY KEY,
  what TEXT NOT NULL,
  archive_no TEXT,
  list_id TEXT,
  count INTEGER NOT NULL,
  why TEXT NOT NULL,
  by_staff TEXT NOT NULL,
  confirmed_by TEXT,
  at TIMESTAMPTZ(3) NOT NULL
);

-- Retention: listed first, confirmed by two, then destroyed.
CREATE TABLE disposal_list (
  id TEXT PRIMARY KEY,
  made_by TEXT NOT NULL,
  made_at TIMESTAMPTZ(3) NOT NULL,
  state TEXT NOT NULL DEFAULT 'listed' CHECK (state IN ('listed', 'confirmed', 'purged', 'dropped')),
  counts JSONB NOT NULL,
  privacy_by TEXT,
  privacy_at TIMESTAMPTZ(3),
  section_by TEXT,
  section_at TIMESTAMPTZ(3),
  purged_at TIMESTAMPTZ(3)
);

CREATE TABLE disposal_item (
  list_id TEXT NOT NULL REFERENCES disposal_list (id) ON DELETE CASCADE,
  class TEXT NOT NULL,
  key TEXT NOT NULL,
  since TIMESTAMPTZ(3) NOT NULL,
  state TEXT NOT NULL DEFAULT 'listed' CHECK (state IN ('listed', 'destroyed', 'left-out')),
  PRIMARY KEY (list_id, class, key)
);
CREATE INDEX disposal_item_state ON disposal_item (list_id, state);

-- Doubtful data, as the nightly sweep found it; `accepted` stands as long as the data that it judged.
CREATE TABLE quality_finding (
  rule TEXT NOT NULL,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  fingerprint TEXT NOT NULL,
  found_at TIMESTAMPTZ(3) NOT NULL,
  accepted_by TEXT,
  accepted_at TIMESTAMPTZ(3),
  accepted_why TEXT,
  PRIMARY KEY (rule, archive_no)
);
CREATE INDEX quality_finding_person ON quality_finding (archive_no);
