-- Who opened what is confidential, and which files left the service: outside the log, which holds what was done to a
-- case and is read by everything; with no text, so that nothing in it is ever erased. Whoever answers requests appends
-- and can neither choose a number nor change a row: the trigger counts without gaps, whatever was rolled back, and
-- chains every row to the one before it, so that what was taken out or altered by the operator shows.

CREATE TABLE reads (
    number bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    reader uuid NOT NULL,
    roles text[] NOT NULL,
    level text NOT NULL CHECK (level IN ('C3', 'C4')),
    purpose text NOT NULL,
    kind text NOT NULL,
    case_id uuid NOT NULL,
    owner uuid,
    is_own boolean NOT NULL,
    digest bytea NOT NULL
);
CREATE INDEX reads_of_reader_idx ON reads (reader, case_id, number);
CREATE INDEX reads_of_case_idx ON reads (case_id, number);
CREATE INDEX reads_of_owner_idx ON reads (owner, at);

CREATE TABLE exports (
    number bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    reader uuid,
    roles text[] NOT NULL,
    what text NOT NULL,
    form text NOT NULL,
    filter text NOT NULL,
    entries bigint NOT NULL,
    content_digest text NOT NULL,
    units uuid[] NOT NULL,
    digest bytea NOT NULL
);

CREATE FUNCTION chain_entry() RETURNS trigger LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('casework trace ' || TG_TABLE_NAME, 0));
    EXECUTE format('SELECT number, digest FROM public.%I ORDER BY number DESC LIMIT 1', TG_TABLE_NAME) INTO last;
    NEW.number := coalesce(last.number, 0) + 1;
    NEW.digest := sha256(
        coalesce(last.digest, ''::bytea) || convert_to((to_jsonb(NEW) - 'digest')::text, 'UTF8')
    );
    RETURN NEW;
END
$$;

-- The entries among the last so many, or among all, that do not follow the one before them.
CREATE FUNCTION broken_links(of_table text, among bigint) RETURNS SETOF bigint LANGUAGE plpgsql STABLE SET timezone = 'UTC' AS $$
DECLARE
    newest bigint;
    oldest bigint;
BEGIN
    EXECUTE format('SELECT max(number) FROM public.%I', of_table) INTO newest;
    oldest := CASE WHEN among IS NULL THEN 0 ELSE greatest(newest - among, 0) END;
    RETURN QUERY EXECUTE format(
        $q$
        SELECT number FROM (
            SELECT t.number, t.digest, to_jsonb(t) - 'digest' AS entry, lag(t.number) OVER w AS number_before,
                   lag(t.digest) OVER w AS digest_before
            FROM public.%I t WHERE t.number >= $1 WINDOW w AS (ORDER BY t.number)
        ) chain
        WHERE (number_before IS NOT NULL OR $1 = 0)
          AND (number <> coalesce(number_before, 0) + 1
               OR digest <> sha256(coalesce(digest_before, ''::bytea) || convert_to(entry::text, 'UTF8')))
        ORDER BY number
        $q$,
        of_table
    ) USING oldest;
END
$$;

DO $$
DECLARE
    trace text;
BEGIN
    FOREACH trace IN ARRAY ARRAY['reads', 'exports'] LOOP
        EXECUTE format('CREATE TRIGGER entries_are_chained BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION chain_entry()', trace);
        EXECUTE format('CREATE TRIGGER trace_is_immutable BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', trace);
        EXECUTE format('CREATE TRIGGER trace_is_kept BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', trace);
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', trace);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO casework_writer', trace);
    END LOOP;
END
$$;
