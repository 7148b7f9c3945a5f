-- The second factor of officers: the secret sealed under a key derived from the master key, the last time step that was
-- used, so that no code is good twice, and the digests of the recovery codes that are left.

ALTER TABLE credentials
    ADD COLUMN factor bytea,
    ADD COLUMN factor_step bigint NOT NULL DEFAULT 0,
    ADD COLUMN recovery text[] NOT NULL DEFAULT '{}';
