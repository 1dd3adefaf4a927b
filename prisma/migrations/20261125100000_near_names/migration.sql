-- What a name is filed under to be found with a slip: itself, and itself without each of its characters. Two names that differ by one
-- character, whether changed, left out, added or swapped with its neighbour, share at least one of these.
CREATE FUNCTION name_keys(name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ARRAY[
  name, substr(name, 2), left(name, 1) || substr(name, 3), left(name, 2) || substr(name, 4), left(name, 3) || substr(name, 5)];

-- How a name sounds to those who do not tell zh from z, ch from c, sh from s, -ng from -n, l from n, and, as in Ningbo, 黄 from 王.
CREATE FUNCTION fold_sound(pinyin text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  replace(replace(replace(replace(replace(replace(pinyin, 'huang', 'wang'), 'zh', 'z'), 'ch', 'c'), 'sh', 's'), 'ng', 'n'), 'l', 'n');

-- The names that people bear, each once: far fewer than people, so that a slip is looked for among them and not among all files.
CREATE TABLE known_name (
  name TEXT PRIMARY KEY,
  pinyin TEXT NOT NULL
);
CREATE INDEX known_name_near ON known_name USING gin (name_keys(name));
CREATE INDEX known_name_sound ON known_name (fold_sound(pinyin) text_pattern_ops);
INSERT INTO known_name SELECT DISTINCT ON (name) name, name_pinyin FROM person;

CREATE FUNCTION know_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_LEVEL = 'ROW' THEN
    INSERT INTO known_name VALUES (NEW.name, NEW.name_pinyin) ON CONFLICT DO NOTHING;
    -- A name that was mended is borne by nobody any more.
    DELETE FROM known_name k WHERE k.name = OLD.name AND NOT EXISTS (SELECT 1 FROM person p WHERE p.name = OLD.name);
  ELSE
    INSERT INTO known_name SELECT DISTINCT ON (name) name, name_pinyin FROM added ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;
CREATE FUNCTION forget_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM known_name k USING removed WHERE k.name = removed.name AND NOT EXISTS (SELECT 1 FROM person p WHERE p.name = k.name);
  RETURN NULL;
END
$$;
CREATE TRIGGER person_known AFTER INSERT ON person REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION know_names();
CREATE TRIGGER person_renamed AFTER UPDATE OF name, name_pinyin ON person FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
  EXECUTE FUNCTION know_names();
CREATE TRIGGER person_gone AFTER DELETE ON person REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION forget_names();

-- Names are searched by their beginning, which an index in a language's own order does not serve; by their beginning and end within a
-- town, by their beginning within a village. These serve whatever asks for a town or a village too.
DROP INDEX person_name;
CREATE INDEX person_name ON person (name text_pattern_ops);
DROP INDEX person_area;
CREATE INDEX person_village_name ON person (village, name text_pattern_ops);
CREATE INDEX person_town_given ON person (town, reverse(name) text_pattern_ops);
CREATE INDEX person_town_name ON person (town, name text_pattern_ops);

-- 陈阿婆: a surname, a sex and an age, the eldest first.
CREATE INDEX person_surname ON person (left(name, 1), sex, birth_on);

-- Files whose names may have been meant, one a name, nearest first. `said` null: `sound` is the beginning of what was typed in letters.
-- `towns` null: everywhere; else those that the areas lie in; `villages` likewise, null where an area is a whole town: few people live in a
-- village, and they are looked through themselves. An area is a town, or a town and a village written as one; `of_own` are the
-- files of the asker's cases; `within` null: anywhere, and never outside what is reached. One plan
-- for all: planning costs more than running. Names further off than the first forty are not what was meant.
CREATE FUNCTION nearest_names(said text, sound text, towns text[], villages text[], areas text[], of_own text[],
  within text[], most integer)
  RETURNS TABLE (archive_no text, rank integer) LANGUAGE plpgsql STABLE ROWS 8 SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  folded text := fold_sound(sound);
  keys text[] := name_keys(said);
  near RECORD;
BEGIN
  rank := 0;
  IF villages IS NOT NULL AND said IS NOT NULL THEN
    RETURN QUERY
    SELECT min(p.archive_no), row_number() OVER (ORDER BY p.name_pinyin = sound DESC, said = ANY (name_keys(p.name)) DESC,
        fold_sound(p.name_pinyin) = folded DESC, left(p.name, 1) = left(said, 1) DESC, abs(char_length(p.name) - char_length(said)),
        p.name COLLATE "C")::integer
      FROM person p
      WHERE (p.village = ANY (villages) AND p.town || p.village = ANY (areas) OR p.archive_no = ANY (of_own)) AND p.merged_into IS NULL
        AND (fold_sound(p.name_pinyin) = folded OR name_keys(p.name) && keys)
        AND (within IS NULL OR p.town = ANY (within) OR p.town || p.village = ANY (within))
      GROUP BY p.name, p.name_pinyin ORDER BY 2 LIMIT most;
    RETURN;
  END IF;
  FOR near IN
    SELECT k.name FROM (
      SELECT n.name, n.pinyin FROM known_name n WHERE said IS NOT NULL AND (fold_sound(n.pinyin) = folded OR name_keys(n.name) && keys)
      UNION ALL
      SELECT n.name, n.pinyin FROM known_name n WHERE said IS NULL AND fold_sound(n.pinyin) ~>=~ folded AND fold_sound(n.pinyin) ~<~ (folded || '{')
    ) k
    ORDER BY k.pinyin = sound DESC, said = ANY (name_keys(k.name)) DESC NULLS LAST, fold_sound(k.pinyin) = folded DESC,
      left(k.name, 1) = left(said, 1) DESC NULLS LAST, abs(char_length(k.name) - char_length(said)), k.name COLLATE "C"
    LIMIT 40
  LOOP
    IF towns IS NULL THEN
      SELECT p.archive_no INTO archive_no FROM person p
        WHERE p.name = near.name AND p.merged_into IS NULL
          AND (within IS NULL OR p.town = ANY (within) OR p.town || p.village = ANY (within)) LIMIT 1;
    ELSE
      SELECT p.archive_no INTO archive_no FROM person p
        WHERE p.town = ANY (towns) AND p.name = near.name AND p.merged_into IS NULL
          AND (p.town = ANY (areas) OR p.town || p.village = ANY (areas))
          AND (within IS NULL OR p.town = ANY (within) OR p.town || p.village = ANY (within)) LIMIT 1;
      IF archive_no IS NULL THEN
        SELECT p.archive_no INTO archive_no FROM person p
          WHERE p.archive_no = ANY (of_own) AND p.name = near.name AND p.merged_into IS NULL
            AND (within IS NULL OR p.town = ANY (within) OR p.town || p.village = ANY (within)) LIMIT 1;
      END IF;
    END IF;
    CONTINUE WHEN archive_no IS NULL;
    rank := rank + 1;
    RETURN NEXT;
    EXIT WHEN rank >= most;
  END LOOP;
END
$$;

-- Archive numbers of somebody's open cases: started by them, or with a task of theirs. A function, so that it is planned once a connection.
CREATE FUNCTION own_cases(staff text) RETURNS text[] LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN ARRAY(SELECT c.subject_archive_no FROM service_case c WHERE c.closed_at IS NULL AND c.subject_archive_no IS NOT NULL
    AND (c.started_by = staff OR c.no IN (SELECT t.case_no FROM case_task t JOIN case_task_assignee a ON a.task_id = t.id
      WHERE a.staff_id = staff)));
END
$$;
