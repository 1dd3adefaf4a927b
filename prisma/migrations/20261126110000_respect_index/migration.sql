-- What the respect index counts and nobody kept so far: whether needs were asked after (null: a record from before), when a need was met and when the
-- person said so.
ALTER TABLE visit_record ADD COLUMN needs_answered BOOLEAN;
ALTER TABLE visit_need ADD COLUMN closed_on DATE;
ALTER TABLE visit_need ADD COLUMN confirmed_on DATE;
ALTER TABLE visit_need ADD COLUMN settled_by TEXT;
CREATE INDEX visit_need_due ON visit_need (due_on);
CREATE INDEX service_case_closed ON service_case (closed_at);

-- The index as it stood at the end of a month. What was counted is kept, so that a new rule does not rewrite the past.
CREATE TABLE respect_index_snapshot (
  period TEXT NOT NULL,
  level TEXT NOT NULL,
  key TEXT NOT NULL,
  rule_version TEXT NOT NULL,
  counted_at TIMESTAMPTZ(3) NOT NULL,
  final DOUBLE PRECISION,
  line JSONB NOT NULL,
  PRIMARY KEY (period, level, key)
);

-- Verified findings that take points off or stop the total (respect-index.md section 3), and the spot checks that they are measured by.
CREATE TABLE respect_finding (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  station_code TEXT NOT NULL REFERENCES station,
  found_on DATE NOT NULL,
  count INTEGER NOT NULL,
  people INTEGER NOT NULL DEFAULT 0,
  note_sealed TEXT,
  entered_by TEXT NOT NULL,
  entered_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX respect_finding_day ON respect_finding (found_on);
