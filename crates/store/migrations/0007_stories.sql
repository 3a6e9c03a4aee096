-- What a connection's page tells.

-- What was seen of a connection when it differed from what was seen before. The last 200 of each.
CREATE TABLE observations (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL,
    connection_id UUID NOT NULL REFERENCES connections (id),
    at_ms BIGINT NOT NULL,
    -- JSON.
    seen TEXT NOT NULL
);
CREATE INDEX observations_newest ON observations (connection_id, at_ms, id);

CREATE INDEX events_of_connection ON events (connection_id, created_at_ms, id);

-- The certificates from the leaf on, a JSON list; empty from edges that do not tell.
ALTER TABLE certificates ADD COLUMN chain TEXT NOT NULL DEFAULT '[]';
-- Who decided on `renew_at_ms`; absent from edges that do not tell.
ALTER TABLE certificates ADD COLUMN renewal TEXT;
