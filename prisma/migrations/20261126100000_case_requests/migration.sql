-- The message or request that an act came with, at the first event of the act: however often and however late it comes again, it is carried out once.
ALTER TABLE case_event ADD COLUMN request_key TEXT;
CREATE UNIQUE INDEX case_event_request ON case_event (case_no, request_key);
