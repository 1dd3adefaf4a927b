-- A closed case in the archive's record (归档), numbered within its year. One that is reopened keeps its number.
CREATE TABLE case_record (
  case_no TEXT PRIMARY KEY REFERENCES service_case (no),
  year INTEGER NOT NULL,
  number INTEGER NOT NULL,
  recorded_at TIMESTAMPTZ(3) NOT NULL
);
CREATE UNIQUE INDEX case_record_number ON case_record (year, number);
