-- The case that started this one: how far the parts of a case are is asked for 365 stations at once.
ALTER TABLE service_case ADD COLUMN parent_no TEXT;
UPDATE service_case SET parent_no = run->>'parent' WHERE run->>'parent' IS NOT NULL;
CREATE INDEX service_case_parent ON service_case (parent_no, closed_at);
