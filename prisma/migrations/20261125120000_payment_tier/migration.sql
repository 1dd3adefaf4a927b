-- Which of a service's ceilings a payment counts against, where they differ by what is asked for (助学 once a year, 大病 by case).
ALTER TABLE payment ADD COLUMN tier TEXT;
CREATE INDEX payment_case ON payment (case_no);
CREATE INDEX service_case_subject_flow ON service_case (subject_archive_no, flow);
DROP INDEX service_case_subject;
