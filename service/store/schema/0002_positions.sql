-- How far each view has followed the log. A view that is being rebuilt has a second row, beside the live one.

CREATE TABLE views.positions (
    view text NOT NULL,
    slot text NOT NULL CHECK (slot IN ('live', 'building')),
    version integer NOT NULL,
    position bigint NOT NULL,
    set_aside text,
    PRIMARY KEY (view, slot)
);
ALTER TABLE views.positions OWNER TO casework_views;
