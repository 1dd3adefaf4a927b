-- Given names are looked up by their end (建国 finds 张建国): the end of a name is the beginning of its reverse.
CREATE INDEX person_given_name ON person (reverse(name) text_pattern_ops);
