-- What a station was honoured with (organisation.yaml stations.honours): 枫桥式, 示范型, 红色服务站 …
CREATE TABLE station_honour (
  station_code TEXT NOT NULL REFERENCES station ON DELETE CASCADE,
  title TEXT NOT NULL,
  awarded_year INTEGER,
  entered_by TEXT NOT NULL,
  entered_at TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY (station_code, title)
);

-- The roster of rotating heads (organisation.yaml mechanisms.rotating_head): who keeps a station from which day to which.
CREATE TABLE station_rota (
  id TEXT PRIMARY KEY,
  station_code TEXT NOT NULL REFERENCES station ON DELETE CASCADE,
  staff_id TEXT NOT NULL REFERENCES staff ON DELETE CASCADE,
  from_on DATE NOT NULL,
  to_on DATE NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX station_rota_days ON station_rota (station_code, to_on);

-- What runs, what is late and what began today, for the wall screen: counted every second.
CREATE INDEX service_case_started ON service_case (started_at);
CREATE INDEX service_case_state ON service_case (state, due_at);
