-- The words of the search and the index over them, as SQLite's full-text index wants them.
CREATE TABLE search (
  number INTEGER PRIMARY KEY,
  desk TEXT NOT NULL,
  shown TEXT NOT NULL
);
-- Only which report has which word: no places, no sizes. The words themselves lie in the table.
CREATE VIRTUAL TABLE search_desk USING fts5 (desk, content = 'search', content_rowid = 'number',
  tokenize = 'ascii', columnsize = 0, detail = 'none');
CREATE VIRTUAL TABLE search_shown USING fts5 (shown, content = 'search', content_rowid = 'number',
  tokenize = 'ascii', columnsize = 0, detail = 'none');
