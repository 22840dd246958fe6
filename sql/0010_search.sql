-- What is searched, one row a report: the words of everything that was written on it, for the desk
-- and for those who read the redacted version, each word once and folded (store/search_doc). Keyed
-- by the report's number, so that the newest hits are found first. Filled by the program, which
-- alone can fold. The words that content kept for a search are read by nothing any more.
ALTER TABLE content DROP COLUMN fold;
ALTER TABLE content DROP COLUMN fold_public;
