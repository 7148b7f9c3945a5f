-- When whoever is signed in last showed password and second factor: granting and paying ask for it anew. Sessions that
-- are over are cleared away as others begin.

ALTER TABLE sessions ADD COLUMN proved_at timestamptz;
GRANT DELETE ON sessions TO casework_writer;
