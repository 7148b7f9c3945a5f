-- How far each follower of the log has come that is no view: it is kept in backups, for what was done once is not done
-- again after a restore. `parked` names the error at which one stopped; it goes on when it is resumed.

CREATE TABLE followers (
    name text PRIMARY KEY,
    position bigint NOT NULL DEFAULT 0,
    parked text
);
REVOKE ALL ON followers FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON followers TO casework_views;
