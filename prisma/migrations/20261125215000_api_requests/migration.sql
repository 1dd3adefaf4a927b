-- What was answered to a request of another system under its Idempotency-Key, so that the same request is carried out once. Key and request are
-- keyed hashes, the answer is sealed; rows are dropped after some days.
CREATE TABLE api_request (
  token         TEXT NOT NULL,
  key           TEXT NOT NULL,
  request       TEXT NOT NULL,
  holder        TEXT NOT NULL,
  started_at    TIMESTAMPTZ(3) NOT NULL,
  answer_sealed TEXT,
  PRIMARY KEY (token, key)
);
CREATE INDEX api_request_started ON api_request (started_at);
