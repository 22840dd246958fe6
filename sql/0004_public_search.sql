-- The words the public may search: those of the redacted version, without diacritics.
ALTER TABLE content ADD COLUMN fold_public TEXT;
