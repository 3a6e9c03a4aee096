-- Routes: names of a tenant that lead to its applications, at default host names (<route>.<tenant label>.<BASE_DOMAIN>) and at host names
-- that customers have proven.

-- Given with a tenant's first route, and kept.
ALTER TABLE tenants ADD COLUMN label TEXT;
CREATE UNIQUE INDEX tenants_label ON tenants (label) WHERE label IS NOT NULL;
-- Of the certificate for *.<label>.<BASE_DOMAIN>: until when edges have one, and when a failed attempt is made again.
ALTER TABLE tenants ADD COLUMN wildcard_until_ms BIGINT;
ALTER TABLE tenants ADD COLUMN wildcard_retry_at_ms BIGINT;
CREATE INDEX tenants_awaiting_certificate ON tenants (id) WHERE label IS NOT NULL AND wildcard_until_ms IS NULL;

-- A copy of the origin of the route that serves the name: `ask` is one read.
ALTER TABLE connections ADD COLUMN route_origin TEXT;

CREATE TABLE routes (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL,
    name TEXT NOT NULL,
    application_id UUID NOT NULL,
    -- Which holds the host name that the route serves; NULL for its default one. It never outlives the claim.
    connection_id UUID UNIQUE REFERENCES connections (id),
    origin TEXT,
    version BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id)
);
CREATE UNIQUE INDEX routes_name ON routes (tenant_id, name);
CREATE INDEX routes_newest ON routes (tenant_id, created_at_ms, id);
