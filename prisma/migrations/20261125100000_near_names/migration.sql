-- What a name is filed under to be found with a slip: itself, and itself without each of its characters. Two names that differ by one
-- character, whether changed, left out, added or swapped with its neighbour, share at least one of these.
CREATE FUNCTION name_keys(name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ARRAY[
  name, substr(name, 2), left(name, 1) || substr(name, 3), left(name, 2) || substr(name, 4), left(name, 3) || substr(name, 5)];

-- How a name sounds to those who do not tell zh from z, ch from c, sh from s, -ng from -n, l from n, and, as in Ningbo, 黄 from 王.
CREATE FUNCTION fold_sound(pinyin text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  replace(replace(replace(replace(replace(replace(pinyin, 'huang', 'wang'), 'zh', 'z'), 'ch', 'c'), 'sh', 's'), 'ng', 'n'), 'l', 'n');

CREATE INDEX person_name_near ON person USING gin (name_keys(name));
CREATE INDEX person_sound ON person (fold_sound(name_pinyin) text_pattern_ops);

-- Names are searched by their beginning, which an index in a language's own order does not serve; within a town too.
DROP INDEX person_name;
CREATE INDEX person_name ON person (name text_pattern_ops);
CREATE INDEX person_town_name ON person (town, name text_pattern_ops);
