-- A conversation given to the duty officer, until either of the two closes it; what is said in between goes to the other.
CREATE TABLE hand_off (
  id TEXT NOT NULL PRIMARY KEY,
  channel TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  -- The post that was asked; the next one up when nobody answers.
  role TEXT NOT NULL,
  -- Who answered first.
  officer_id TEXT,
  opened_at TIMESTAMPTZ(3) NOT NULL,
  answered_at TIMESTAMPTZ(3),
  raised_at TIMESTAMPTZ(3),
  closed_at TIMESTAMPTZ(3),
  closed_by TEXT
);
CREATE UNIQUE INDEX hand_off_open ON hand_off (staff_id) WHERE closed_at IS NULL;

CREATE TABLE hand_off_word (
  id TEXT NOT NULL PRIMARY KEY,
  hand_off_id TEXT NOT NULL REFERENCES hand_off (id) ON DELETE CASCADE,
  from_staff TEXT NOT NULL,
  said_sealed TEXT NOT NULL,
  said_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX hand_off_word_of ON hand_off_word (hand_off_id, said_at);

-- When who left a form half filled in is told that it is kept; null: nothing is open, or it was told.
ALTER TABLE conversation ADD COLUMN reminds_at TIMESTAMPTZ(3);
CREATE INDEX conversation_reminds ON conversation (reminds_at) WHERE reminds_at IS NOT NULL;
