-- The role that reads views and log and changes neither: what answers requests acts in it and in that of the writer.

DO $$
BEGIN
    BEGIN
        CREATE ROLE casework_reader NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END;
    -- Whoever creates a role on PostgreSQL 16 or newer may grant it and may not yet become it.
    BEGIN
        GRANT casework_reader TO CURRENT_USER;
    EXCEPTION WHEN insufficient_privilege THEN
        NULL;
    END;
END
$$;

GRANT USAGE ON SCHEMA public TO casework_reader;
GRANT SELECT ON events, data_keys, facts, followers TO casework_reader;

-- Tables of views come and go with their versions: each is readable from the moment it is made, and stays so renamed.
SET LOCAL ROLE casework_views;
GRANT USAGE ON SCHEMA views TO casework_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA views TO casework_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA views GRANT SELECT ON TABLES TO casework_reader;
RESET ROLE;
