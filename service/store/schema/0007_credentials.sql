-- With what officers sign in: no fact of the record and erasable, so it stands outside the log. A password is kept as
-- Argon2id makes it; NULL is one that was taken away. Failures in a row slow down guessing, for this officer alone.

CREATE TABLE credentials (
    officer uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    password text,
    set_at timestamptz NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    failed_at timestamptz
);
REVOKE ALL ON credentials FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON credentials TO casework_writer;
