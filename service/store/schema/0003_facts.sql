-- What a database is, said once before its first event; nothing outside the database can claim it.

CREATE TABLE facts (
    name text PRIMARY KEY CHECK (name IN ('demonstration')),
    stated_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION refuse_late_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM public.events) THEN
        RAISE EXCEPTION 'a fact about a database is stated before its first event' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER facts_come_first BEFORE INSERT ON facts FOR EACH ROW EXECUTE FUNCTION refuse_late_fact();
CREATE TRIGGER facts_are_immutable BEFORE UPDATE OR DELETE ON facts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER facts_are_kept BEFORE TRUNCATE ON facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE ALL ON facts FROM PUBLIC;
GRANT SELECT ON facts TO casework_writer, casework_views;
