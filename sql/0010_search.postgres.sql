-- The words of the search and the index over them, as PostgreSQL wants them.
CREATE TABLE search (
  number BIGINT NOT NULL PRIMARY KEY,
  desk TEXT NOT NULL,
  shown TEXT NOT NULL
);
-- Beside its words a report carries which 2^14, 2^18 and 2^22 reports it belongs to, so that a
-- common word is looked up among the newest ones only (store/search_hits). A short pending list:
-- every search reads it from end to end.
CREATE INDEX search_desk ON search USING gin (array_to_tsvector(string_to_array(desk
  || ' §x' || CAST(number >> 14 AS TEXT) || ' §y' || CAST(number >> 18 AS TEXT)
  || ' §z' || CAST(number >> 22 AS TEXT), ' '))) WITH (gin_pending_list_limit = 256);
CREATE INDEX search_shown ON search USING gin (array_to_tsvector(string_to_array(shown
  || ' §x' || CAST(number >> 14 AS TEXT) || ' §y' || CAST(number >> 18 AS TEXT)
  || ' §z' || CAST(number >> 22 AS TEXT), ' '))) WITH (gin_pending_list_limit = 256)
  WHERE shown <> '';
