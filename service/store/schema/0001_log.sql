-- The log: immutable events, and the data keys that seal what they say of persons.
-- Table and column names of the log follow the recorder of the eventsourcing library, version 9.5.

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['casework_owner', 'casework_guard', 'casework_writer', 'casework_views'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
        -- Whoever creates a role on PostgreSQL 16 or newer may grant it and may not yet become it.
        BEGIN
            EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
    END LOOP;
END
$$;

GRANT USAGE, CREATE ON SCHEMA public TO casework_owner, casework_guard;
GRANT USAGE ON SCHEMA public TO casework_writer, casework_views;

CREATE TABLE events (
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigserial NOT NULL,
    PRIMARY KEY (originator_id, originator_version)
) WITH (toast_tuple_target = 8160); -- an event stays in its page wherever it fits
CREATE UNIQUE INDEX events_notification_id_idx ON events (notification_id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is immutable: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER log_is_immutable BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_is_kept BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE data_keys (
    key_id uuid PRIMARY KEY,
    subject uuid NOT NULL,
    stream uuid NOT NULL,
    key_class text NOT NULL
        CHECK (key_class IN ('identity', 'original', 'personal', 'content', 'attachment')),
    master_key_id text NOT NULL,
    wrapped bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    UNIQUE (stream, subject, key_class),
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);

ALTER FUNCTION refuse_change() OWNER TO casework_guard;
ALTER TABLE events OWNER TO casework_owner;
ALTER TABLE data_keys OWNER TO casework_owner;
REVOKE ALL ON events, data_keys FROM PUBLIC;
GRANT SELECT, INSERT ON events, data_keys TO casework_writer;
GRANT USAGE ON SEQUENCE events_notification_id_seq TO casework_writer;
GRANT SELECT ON events, data_keys TO casework_views;

REVOKE CREATE ON SCHEMA public FROM casework_owner, casework_guard;

CREATE SCHEMA views AUTHORIZATION casework_views;
