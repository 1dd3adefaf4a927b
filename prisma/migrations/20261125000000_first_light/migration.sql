-- Organisation ------------------------------------------------------------------------------------
CREATE TABLE station (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('district', 'town', 'village')),
  parent_code TEXT REFERENCES station (code),
  town TEXT,
  village TEXT,
  address TEXT,
  longitude DOUBLE PRECISION,
  latitude DOUBLE PRECISION,
  head_name TEXT,
  phone TEXT,
  demo BOOLEAN NOT NULL DEFAULT false
);
CREATE INDEX station_area ON station (town, village);

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  phone_sealed TEXT,
  station_code TEXT REFERENCES station (code),
  level TEXT NOT NULL CHECK (level IN ('district', 'town', 'village')),
  town TEXT,
  village TEXT,
  department TEXT,
  section TEXT,
  industry TEXT,
  dingtalk_user_id TEXT UNIQUE,
  zzd_account_id TEXT UNIQUE,
  is_active BOOLEAN NOT NULL DEFAULT true,
  demo BOOLEAN NOT NULL DEFAULT false,
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX staff_area ON staff (town, village);
CREATE INDEX staff_name ON staff (name);

CREATE TABLE staff_role (
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  PRIMARY KEY (staff_id, role)
);
CREATE INDEX staff_role_role ON staff_role (role);

CREATE TABLE staff_leave (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id),
  deputy_id TEXT NOT NULL REFERENCES staff (id),
  from_on DATE NOT NULL,
  to_on DATE NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (from_on <= to_on)
);
CREATE INDEX staff_leave_staff ON staff_leave (staff_id, to_on);
CREATE INDEX staff_leave_deputy ON staff_leave (deputy_id, to_on);

-- Archive -----------------------------------------------------------------------------------------
CREATE TABLE person (
  archive_no TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_pinyin TEXT NOT NULL,
  name_initials TEXT NOT NULL,
  sex TEXT CHECK (sex IN ('男', '女')),
  birth_on DATE,
  town TEXT,
  village TEXT,
  status TEXT NOT NULL DEFAULT '在世' CHECK (status IN ('在世', '去世', '迁出')),
  lifecycle TEXT NOT NULL DEFAULT '在册' CHECK (lifecycle IN ('在册', '暂停', '取消', '已故', '转出')),
  key_category TEXT,
  enlisted_on DATE,
  discharged_on DATE,
  branch TEXT,
  disability_grade INTEGER CHECK (disability_grade BETWEEN 1 AND 10),
  card_no TEXT,
  merit TEXT,
  hardship TEXT,
  lives_alone BOOLEAN NOT NULL DEFAULT false,
  is_bedridden BOOLEAN NOT NULL DEFAULT false,
  last_sanatorium_year INTEGER,
  idcard_sealed TEXT,
  idcard_index TEXT,
  idcard_tail_index TEXT,
  phone_sealed TEXT,
  phone_index TEXT,
  phone_tail_index TEXT,
  address_sealed TEXT,
  bankcard_sealed TEXT,
  bankcard_index TEXT,
  health_sealed TEXT,
  emergency_name_sealed TEXT,
  emergency_phone_sealed TEXT,
  note_sealed TEXT,
  demo BOOLEAN NOT NULL DEFAULT false,
  version INTEGER NOT NULL DEFAULT 1,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX person_idcard ON person (idcard_index);
CREATE INDEX person_name ON person (name);
CREATE INDEX person_pinyin ON person (name_pinyin text_pattern_ops);
CREATE INDEX person_initials ON person (name_initials text_pattern_ops);
CREATE INDEX person_area ON person (town, village);
CREATE INDEX person_key_category ON person (key_category) WHERE key_category IS NOT NULL;
CREATE INDEX person_idcard_tail ON person (idcard_tail_index);
CREATE INDEX person_phone ON person (phone_index);
CREATE INDEX person_phone_tail ON person (phone_tail_index);

CREATE TABLE person_category (
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  category TEXT NOT NULL,
  since_on DATE,
  until_on DATE,
  PRIMARY KEY (archive_no, category)
);
CREATE INDEX person_category_category ON person_category (category);

CREATE TABLE person_relation (
  id TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  name_sealed TEXT NOT NULL,
  birth_sealed TEXT,
  is_minor BOOLEAN NOT NULL DEFAULT false,
  related_archive_no TEXT,
  case_no TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX person_relation_person ON person_relation (archive_no);

CREATE TABLE benefit (
  id TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  amount NUMERIC(12, 2),
  year INTEGER NOT NULL,
  granted_on DATE NOT NULL,
  case_no TEXT,
  detail JSONB NOT NULL DEFAULT '{}',
  demo BOOLEAN NOT NULL DEFAULT false
);
CREATE INDEX benefit_person ON benefit (archive_no, kind, year);
CREATE INDEX benefit_case ON benefit (case_no) WHERE case_no IS NOT NULL;

CREATE TABLE certificate (
  id TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL REFERENCES person (archive_no) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  no TEXT,
  state TEXT NOT NULL,
  issued_on DATE
);
CREATE INDEX certificate_person ON certificate (archive_no);

CREATE TABLE person_change (
  id TEXT PRIMARY KEY,
  archive_no TEXT NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  changed_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  sealed_change TEXT NOT NULL
);
CREATE INDEX person_change_person ON person_change (archive_no, changed_at);

-- Audit: append-only, one chain -------------------------------------------------------------------
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, repeat('0', 64));

CREATE TABLE audit_record (
  seq BIGINT PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT,
  case_no TEXT,
  channel TEXT NOT NULL,
  purpose TEXT,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX audit_record_subject ON audit_record (subject, seq);
CREATE INDEX audit_record_actor ON audit_record (actor, seq);

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_record is append-only';
END $$;
CREATE TRIGGER audit_record_append_only BEFORE UPDATE OR DELETE ON audit_record
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_record_no_truncate BEFORE TRUNCATE ON audit_record
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- The text that is hashed: every field as JSON, so that no two records can spell the same text.
CREATE FUNCTION audit_text(seq BIGINT, at TEXT, actor TEXT, action TEXT, subject TEXT, case_no TEXT,
  channel TEXT, purpose TEXT, outcome TEXT, detail TEXT, previous_hash TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_array(seq, at, actor, action, subject, case_no, channel, purpose, outcome, detail, previous_hash)::text
$$;

-- entries: [{at, actor, action, subject, caseNo, channel, purpose, outcome, detail}]
CREATE FUNCTION audit_append(entries JSONB) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  head audit_head%ROWTYPE;
  entry JSONB;
  next_hash TEXT;
BEGIN
  SELECT * INTO head FROM audit_head WHERE id = 1 FOR UPDATE;
  FOR entry IN SELECT * FROM jsonb_array_elements(entries) LOOP
    next_hash := encode(sha256(convert_to(audit_text(head.seq + 1, entry->>'at', entry->>'actor', entry->>'action',
      entry->>'subject', entry->>'caseNo', entry->>'channel', entry->>'purpose', entry->>'outcome',
      entry->>'detail', head.hash), 'UTF8')), 'hex');
    INSERT INTO audit_record VALUES (head.seq + 1, entry->>'at', entry->>'actor', entry->>'action',
      entry->>'subject', entry->>'caseNo', entry->>'channel', entry->>'purpose', entry->>'outcome',
      entry->>'detail', head.hash, next_hash);
    head.seq := head.seq + 1;
    head.hash := next_hash;
  END LOOP;
  UPDATE audit_head SET seq = head.seq, hash = head.hash WHERE id = 1;
  RETURN head.seq;
END $$;

-- Cases -------------------------------------------------------------------------------------------
CREATE TABLE flow_version (
  hash TEXT PRIMARY KEY,
  flow TEXT NOT NULL,
  definition JSONB NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX flow_version_flow ON flow_version (flow);

CREATE TABLE case_counter (
  day TEXT PRIMARY KEY,
  last INTEGER NOT NULL
);

CREATE TABLE service_case (
  no TEXT PRIMARY KEY,
  flow TEXT NOT NULL,
  flow_version TEXT NOT NULL REFERENCES flow_version (hash),
  state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'suspended', 'completed', 'rejected', 'withdrawn', 'terminated')),
  step TEXT,
  subject_archive_no TEXT,
  subject_name TEXT NOT NULL,
  town TEXT,
  village TEXT,
  started_by TEXT NOT NULL,
  started_at TIMESTAMPTZ(3) NOT NULL,
  due_at TIMESTAMPTZ(3),
  closed_at TIMESTAMPTZ(3),
  slots JSONB NOT NULL,
  run JSONB NOT NULL DEFAULT '{}',
  submission_key TEXT UNIQUE,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX service_case_subject ON service_case (subject_archive_no);
CREATE INDEX service_case_name ON service_case (subject_name);
CREATE INDEX service_case_flow ON service_case (flow, state);
CREATE INDEX service_case_starter ON service_case (started_by, started_at);

CREATE TABLE case_task (
  id TEXT PRIMARY KEY,
  case_no TEXT NOT NULL REFERENCES service_case (no),
  step TEXT NOT NULL,
  party TEXT,
  role TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'cancelled', 'waiting')),
  decision TEXT CHECK (decision IN ('approve', 'return', 'reject')),
  opinion_sealed TEXT,
  decided_by TEXT,
  on_behalf_of TEXT,
  decided_at TIMESTAMPTZ(3),
  opened_at TIMESTAMPTZ(3) NOT NULL,
  due_at TIMESTAMPTZ(3),
  position INTEGER NOT NULL
);
CREATE INDEX case_task_case ON case_task (case_no, position);
CREATE INDEX case_task_open ON case_task (state, due_at) WHERE state = 'open';

CREATE TABLE case_task_assignee (
  task_id TEXT NOT NULL REFERENCES case_task (id) ON DELETE CASCADE,
  staff_id TEXT NOT NULL,
  PRIMARY KEY (task_id, staff_id)
);
CREATE INDEX case_task_assignee_staff ON case_task_assignee (staff_id);

CREATE TABLE case_event (
  case_no TEXT NOT NULL REFERENCES service_case (no),
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL,
  by_staff TEXT NOT NULL,
  on_behalf_of TEXT,
  data_sealed TEXT NOT NULL,
  PRIMARY KEY (case_no, seq)
);

CREATE TABLE case_outcome (
  case_no TEXT NOT NULL REFERENCES service_case (no),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  data JSONB NOT NULL DEFAULT '{}',
  at TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY (case_no, position)
);

-- Scarce things: beds of a batch, places of a school ------------------------------------------------
CREATE TABLE resource (
  code TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('sanatorium-batch', 'school')),
  name TEXT NOT NULL,
  starts_on DATE,
  ends_on DATE,
  capacity INTEGER NOT NULL CHECK (capacity >= 0),
  taken INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0),
  stage TEXT,
  note TEXT,
  demo BOOLEAN NOT NULL DEFAULT false,
  CHECK (taken <= capacity)
);
CREATE INDEX resource_kind ON resource (kind, starts_on);

CREATE TABLE resource_hold (
  id TEXT PRIMARY KEY,
  resource_code TEXT NOT NULL REFERENCES resource (code),
  case_no TEXT NOT NULL REFERENCES service_case (no),
  archive_no TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'confirmed', 'released')),
  score INTEGER NOT NULL DEFAULT 0,
  rank_key JSONB NOT NULL DEFAULT '{}',
  unit_no INTEGER,
  asked_at TIMESTAMPTZ(3) NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  UNIQUE (resource_code, case_no)
);
CREATE INDEX resource_hold_queue ON resource_hold (resource_code, state, score DESC, asked_at);
CREATE UNIQUE INDEX resource_hold_unit ON resource_hold (resource_code, unit_no) WHERE unit_no IS NOT NULL AND state IN ('held', 'confirmed');

-- Visits ------------------------------------------------------------------------------------------
CREATE TABLE campaign (
  id TEXT PRIMARY KEY,
  festival TEXT NOT NULL,
  year INTEGER NOT NULL,
  name TEXT NOT NULL,
  festival_on DATE NOT NULL,
  deadline_on DATE NOT NULL,
  is_provisional BOOLEAN NOT NULL,
  planned_at TIMESTAMPTZ(3) NOT NULL,
  closed_at TIMESTAMPTZ(3),
  UNIQUE (festival, year)
);

CREATE TABLE campaign_stage (
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  stage TEXT NOT NULL,
  due_on DATE NOT NULL,
  ran_at TIMESTAMPTZ(3),
  PRIMARY KEY (campaign_id, stage)
);

CREATE TABLE visit_task (
  id TEXT PRIMARY KEY,
  campaign_id TEXT REFERENCES campaign (id),
  archive_no TEXT NOT NULL REFERENCES person (archive_no),
  level TEXT NOT NULL CHECK (level IN ('district', 'town', 'village')),
  town TEXT,
  village TEXT,
  station_code TEXT,
  assignee_id TEXT,
  reason TEXT NOT NULL,
  gift_limit NUMERIC(12, 2),
  state TEXT NOT NULL CHECK (state IN ('todo', 'done', 'cancelled')),
  is_overdue BOOLEAN NOT NULL DEFAULT false,
  escalated_at TIMESTAMPTZ(3),
  reminded_at TIMESTAMPTZ(3),
  UNIQUE (campaign_id, archive_no)
);
CREATE INDEX visit_task_assignee ON visit_task (assignee_id, state);
CREATE INDEX visit_task_person ON visit_task (archive_no);
CREATE INDEX visit_task_area ON visit_task (campaign_id, town, village, state);

CREATE TABLE visit_record (
  id TEXT PRIMARY KEY,
  task_id TEXT REFERENCES visit_task (id),
  archive_no TEXT NOT NULL REFERENCES person (archive_no),
  visited_on DATE NOT NULL,
  visitor_id TEXT NOT NULL,
  recorded_at TIMESTAMPTZ(3) NOT NULL,
  way TEXT NOT NULL DEFAULT 'home',
  note_sealed TEXT,
  photo_count INTEGER NOT NULL DEFAULT 0,
  source_key TEXT UNIQUE,
  demo BOOLEAN NOT NULL DEFAULT false
);
CREATE INDEX visit_record_person ON visit_record (archive_no, visited_on);
CREATE INDEX visit_record_task ON visit_record (task_id);

CREATE TABLE visit_need (
  id TEXT PRIMARY KEY,
  record_id TEXT NOT NULL REFERENCES visit_record (id),
  archive_no TEXT NOT NULL REFERENCES person (archive_no),
  text_sealed TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'in-case', 'closed')),
  due_on DATE NOT NULL,
  case_no TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX visit_need_person ON visit_need (archive_no);

CREATE TABLE digest (
  staff_id TEXT NOT NULL,
  on_day DATE NOT NULL,
  kind TEXT NOT NULL,
  message_id TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY (staff_id, on_day, kind)
);
CREATE INDEX digest_day ON digest (on_day);

-- Conversation ------------------------------------------------------------------------------------
CREATE TABLE inbound_message (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel TEXT NOT NULL,
  message_key TEXT NOT NULL,
  conversation_key TEXT NOT NULL,
  received_at TIMESTAMPTZ(3) NOT NULL,
  payload_sealed TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  done_at TIMESTAMPTZ(3),
  UNIQUE (channel, message_key)
);
CREATE INDEX inbound_message_pending ON inbound_message (conversation_key, id) WHERE state = 'pending';

CREATE TABLE conversation (
  key TEXT PRIMARY KEY,
  staff_id TEXT,
  state_sealed TEXT,
  version INTEGER NOT NULL DEFAULT 0,
  leased_by TEXT,
  leased_until TIMESTAMPTZ(3),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

-- Delivery ----------------------------------------------------------------------------------------
CREATE TABLE outgoing_message (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'notice', 'digest')),
  dedupe_key TEXT UNIQUE,
  staff_id TEXT,
  user_id TEXT,
  group_id TEXT,
  body_sealed TEXT NOT NULL,
  session_sealed TEXT,
  session_expires_at TIMESTAMPTZ(3),
  about TEXT,
  state TEXT NOT NULL DEFAULT 'created' CHECK (state IN ('created', 'sending', 'accepted', 'failed', 'expired', 'unknown')),
  attempts INTEGER NOT NULL DEFAULT 0,
  leased_until TIMESTAMPTZ(3),
  send_after TIMESTAMPTZ(3) NOT NULL,
  expires_at TIMESTAMPTZ(3),
  receipt TEXT,
  failure TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL,
  settled_at TIMESTAMPTZ(3)
);
CREATE INDEX outgoing_message_due ON outgoing_message (send_after) WHERE state IN ('created', 'sending');
CREATE INDEX outgoing_message_staff ON outgoing_message (staff_id, created_at);

-- Marks: what was loaded, what ran -------------------------------------------------------------------
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value JSONB NOT NULL,
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE TABLE timed_run (
  task TEXT NOT NULL,
  moment TIMESTAMPTZ(3) NOT NULL,
  ran_at TIMESTAMPTZ(3) NOT NULL,
  result JSONB,
  PRIMARY KEY (task, moment)
);
