-- Which hash the chain goes on with: SHA-256 is computed here, SM3 (CRYPTO_SUITE=sm) by the application, under the same lock.
ALTER TABLE audit_head ADD COLUMN algorithm TEXT NOT NULL DEFAULT 'sha256' CHECK (algorithm IN ('sha256', 'sm3'));

-- The parts of the record cut off by retention: what the chain went on from. See audit_cut.
CREATE TABLE audit_stub (
  seq BIGINT PRIMARY KEY,
  hash TEXT NOT NULL,
  cut_at TIMESTAMPTZ(3) NOT NULL,
  cut_by TEXT NOT NULL,
  confirmed_by TEXT NOT NULL,
  records BIGINT NOT NULL
);

CREATE OR REPLACE FUNCTION audit_append(entries JSONB) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  head audit_head%ROWTYPE;
  entry JSONB;
  next_hash TEXT;
BEGIN
  SELECT * INTO head FROM audit_head WHERE id = 1 FOR UPDATE;
  -- The caller hashes, and comes again with audit_append_hashed; the head stays locked until then.
  IF head.algorithm = 'sm3' THEN
    RETURN -1;
  END IF;
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

-- entries as above with seq, previousHash and hash, following the head.
CREATE FUNCTION audit_append_hashed(entries JSONB) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  head audit_head%ROWTYPE;
  entry JSONB;
BEGIN
  SELECT * INTO head FROM audit_head WHERE id = 1 FOR UPDATE;
  FOR entry IN SELECT * FROM jsonb_array_elements(entries) LOOP
    IF (entry->>'seq')::bigint <> head.seq + 1 OR entry->>'previousHash' <> head.hash THEN
      RAISE EXCEPTION 'audit entry does not follow the head';
    END IF;
    INSERT INTO audit_record VALUES (head.seq + 1, entry->>'at', entry->>'actor', entry->>'action',
      entry->>'subject', entry->>'caseNo', entry->>'channel', entry->>'purpose', entry->>'outcome',
      entry->>'detail', head.hash, entry->>'hash');
    head.seq := head.seq + 1;
    head.hash := entry->>'hash';
  END LOOP;
  UPDATE audit_head SET seq = head.seq, hash = head.hash WHERE id = 1;
  RETURN head.seq;
END $$;

CREATE FUNCTION audit_use(chosen TEXT) RETURNS VOID LANGUAGE sql AS $$
  UPDATE audit_head SET algorithm = chosen WHERE id = 1 AND algorithm <> chosen
$$;

CREATE INDEX audit_record_actor_at ON audit_record (actor, at);

-- The application works as yinling_app, which may add to the audit record and read it, and nothing else; the record belongs to yinling_audit.
-- Where the connecting role may not make roles, `doctor` says what the database's administrator should run.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'yinling_audit') THEN
    CREATE ROLE yinling_audit NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'yinling_app') THEN
    CREATE ROLE yinling_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN RAISE NOTICE 'roles of the audit record could not be made';
  -- Two databases of one server are laid out at the same moment.
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

CREATE FUNCTION audit_set_rights() RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  relation RECORD;
BEGIN
  -- A plain owner to whom the administrator granted the roles may not grant them on.
  IF NOT (pg_has_role(CURRENT_USER, 'yinling_app', 'MEMBER') AND pg_has_role(CURRENT_USER, 'yinling_audit', 'MEMBER')) THEN
    EXECUTE 'GRANT yinling_app, yinling_audit TO CURRENT_USER';
  END IF;
  EXECUTE format('GRANT CREATE, CONNECT, TEMPORARY ON DATABASE %I TO yinling_app', current_database());
  EXECUTE 'GRANT USAGE ON SCHEMA public TO yinling_app, yinling_audit';
  EXECUTE 'GRANT CREATE ON SCHEMA public TO yinling_audit';
  EXECUTE 'GRANT ALL ON ALL TABLES IN SCHEMA public TO yinling_app';
  EXECUTE 'GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO yinling_app';
  EXECUTE 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO yinling_app';
  EXECUTE 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO yinling_app';
  EXECUTE 'ALTER TABLE audit_record OWNER TO yinling_audit';
  EXECUTE 'ALTER TABLE audit_head OWNER TO yinling_audit';
  EXECUTE 'ALTER TABLE audit_stub OWNER TO yinling_audit';
  EXECUTE 'REVOKE ALL ON audit_record, audit_head, audit_stub FROM yinling_app, PUBLIC';
  EXECUTE 'GRANT SELECT ON audit_record, audit_head, audit_stub TO yinling_app';
  FOR relation IN SELECT oid::regprocedure::text AS name FROM pg_proc
    WHERE proname IN ('audit_append', 'audit_append_hashed', 'audit_use') AND pronamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO yinling_audit', relation.name);
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', relation.name);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', relation.name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO yinling_app', relation.name);
  END LOOP;
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM yinling_audit';
  -- The job queue of an earlier version belongs to whoever laid it out.
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'jobs') THEN
    EXECUTE 'ALTER SCHEMA jobs OWNER TO yinling_app';
    FOR relation IN SELECT c.oid::regclass::text AS name, c.relkind FROM pg_class c
      WHERE c.relnamespace = 'jobs'::regnamespace AND c.relkind IN ('r', 'p', 'v') LOOP
      EXECUTE format('ALTER %s %s OWNER TO yinling_app', CASE relation.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, relation.name);
    END LOOP;
    FOR relation IN SELECT c.oid::regclass::text AS name FROM pg_class c LEFT JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i')
      WHERE c.relnamespace = 'jobs'::regnamespace AND c.relkind = 'S' AND d.objid IS NULL LOOP
      EXECUTE format('ALTER SEQUENCE %s OWNER TO yinling_app', relation.name);
    END LOOP;
    FOR relation IN SELECT oid::regprocedure::text AS name FROM pg_proc WHERE pronamespace = 'jobs'::regnamespace LOOP
      EXECUTE format('ALTER FUNCTION %s OWNER TO yinling_app', relation.name);
    END LOOP;
    FOR relation IN SELECT t.oid::regtype::text AS name FROM pg_type t
      WHERE t.typnamespace = 'jobs'::regnamespace AND t.typtype = 'e' LOOP
      EXECUTE format('ALTER TYPE %s OWNER TO yinling_app', relation.name);
    END LOOP;
  END IF;
  RETURN true;
EXCEPTION
  WHEN insufficient_privilege OR undefined_object THEN RETURN false;
END $$;

SELECT audit_set_rights();
