-- The event log is append-only, also for a slip of our own.
CREATE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'event is append-only' USING ERRCODE = 'check_violation';
END;
$$;
CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION event_refuse();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION event_refuse();
