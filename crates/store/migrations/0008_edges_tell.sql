-- What whoever runs the platform sees: how edges are, and tenants with what they have.

-- JSON, as the edge last told it.
ALTER TABLE edges ADD COLUMN status TEXT;

-- Live ones are counted by tenant; the others are counted by `connections_newest`.
CREATE INDEX connections_live ON connections (tenant_id) WHERE state = 'live';
