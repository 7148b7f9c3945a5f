-- Cases in which the service could not take a step that a day asked of it, and why: a code of a refusal, or the name of
-- an error. The step is tried again once the case has moved on from the version, or when somebody says so.

CREATE TABLE parked_steps (
    case_id uuid PRIMARY KEY,
    kind text NOT NULL,
    version bigint NOT NULL,
    due_on date NOT NULL,
    why text NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now()
);
REVOKE ALL ON parked_steps FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON parked_steps TO casework_views;
GRANT SELECT ON parked_steps TO casework_reader;
