-- How far each view has followed the log, by version: a release that knows a newer one builds it beside the older,
-- which the release before goes on reading. `live` is read, `building` has not reached the end of the log yet.

CREATE TABLE views.positions (
    view text NOT NULL,
    version integer NOT NULL,
    slot text NOT NULL CHECK (slot IN ('live', 'building')),
    position bigint NOT NULL,
    set_aside text,
    PRIMARY KEY (view, version, slot)
);
ALTER TABLE views.positions OWNER TO casework_views;
