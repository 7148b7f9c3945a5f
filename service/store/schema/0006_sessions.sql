-- Who is signed in at the pages: no fact of the record, so it stands outside the log and in no backup. A session is
-- known by the digest of its identifier alone; `kept` is what its pages say next, and never anything of a case.

CREATE TABLE sessions (
    digest text PRIMARY KEY,
    officer uuid NOT NULL,
    token_digest text,
    issued_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    kept text NOT NULL DEFAULT '{}'
);
CREATE INDEX sessions_of_officer_idx ON sessions (officer) WHERE ended_at IS NULL;
REVOKE ALL ON sessions FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON sessions TO casework_writer;
