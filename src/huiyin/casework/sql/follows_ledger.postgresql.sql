-- A case row may change only together with a new event: its place must be one that the row has not had, and the last one
-- of its stream, with the hash that the ledger holds. A row without its event is a fact nobody recorded.
CREATE FUNCTION casework_case_follows_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a case is never deleted: the ledger remembers it (case %)', OLD.id;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF NEW.id <> OLD.id OR NEW.event_seq <= OLD.event_seq THEN
      RAISE EXCEPTION 'a case row changes only with a new event (case %)', OLD.id;
    END IF;
  END IF;
  PERFORM 1 FROM ledger_event
    WHERE stream = 'case:' || NEW.id AND seq = NEW.event_seq AND hash = NEW.event_hash;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the ledger has no event % of case %', NEW.event_seq, NEW.id;
  END IF;
  PERFORM 1 FROM ledger_event WHERE stream = 'case:' || NEW.id AND seq > NEW.event_seq;
  IF FOUND THEN
    RAISE EXCEPTION 'event % is not the last of case %', NEW.event_seq, NEW.id;
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER case_follows_ledger BEFORE INSERT OR UPDATE OR DELETE ON casework_case
  FOR EACH ROW EXECUTE FUNCTION casework_case_follows_ledger();

CREATE FUNCTION casework_case_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'cases are never deleted: the ledger remembers them';
END
$$;

CREATE TRIGGER case_no_truncate BEFORE TRUNCATE ON casework_case
  FOR EACH STATEMENT EXECUTE FUNCTION casework_case_no_truncate();
