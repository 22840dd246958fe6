-- When a clock has used three quarters of its time, so that a pause does not warn early. Not part
-- of the record: the clock's detail says the same.
ALTER TABLE clock ADD COLUMN warn_at BIGINT;
