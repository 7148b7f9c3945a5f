-- Passkeys of officers: public keys, so that nothing here opens anything, and erasable, so that they stand outside the
-- log. `uses` is what the device last counted. A challenge that was answered is kept until it is too old to be good,
-- so that no answer is good twice. A session says by what it was opened.

CREATE TABLE passkeys (
    credential bytea PRIMARY KEY,
    officer uuid NOT NULL,
    public_key bytea NOT NULL,
    uses bigint NOT NULL,
    label text NOT NULL,
    added_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX passkeys_of_officer_idx ON passkeys (officer);
CREATE TABLE answered_challenges (
    digest text PRIMARY KEY,
    answered_at timestamptz NOT NULL
);
REVOKE ALL ON passkeys, answered_challenges FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON passkeys TO casework_writer;
GRANT SELECT, INSERT, DELETE ON answered_challenges TO casework_writer;
ALTER TABLE sessions ADD COLUMN way text NOT NULL DEFAULT 'PASSWORD';
