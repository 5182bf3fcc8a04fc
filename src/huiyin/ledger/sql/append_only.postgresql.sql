-- The ledger is append-only on PostgreSQL. Statements are separated by an empty line.

CREATE FUNCTION ledger_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event
FOR EACH ROW EXECUTE FUNCTION ledger_event_refuse();

CREATE TRIGGER ledger_event_no_delete BEFORE DELETE ON ledger_event
FOR EACH ROW EXECUTE FUNCTION ledger_event_refuse();

CREATE TRIGGER ledger_event_no_truncate BEFORE TRUNCATE ON ledger_event
FOR EACH STATEMENT EXECUTE FUNCTION ledger_event_refuse();

-- ALWAYS: a session that plays replica (session_replication_role) is refused as well.
ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER ledger_event_no_update;

ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER ledger_event_no_delete;

ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER ledger_event_no_truncate;
