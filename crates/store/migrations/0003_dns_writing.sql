-- Credentials that customers lend us, what was written with them, and who is writing where.

CREATE TABLE credentials (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL REFERENCES tenants (id),
    application_id UUID NOT NULL REFERENCES applications (id),
    provider TEXT NOT NULL,
    -- Sealed by the control plane, when it has a key.
    secret BYTEA NOT NULL,
    last4 TEXT NOT NULL,
    zone TEXT,
    -- JSON.
    verdict TEXT,
    created_at_ms BIGINT NOT NULL
);

CREATE INDEX credentials_newest ON credentials (tenant_id, application_id, created_at_ms, id);

CREATE TABLE change_sets (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL REFERENCES tenants (id),
    application_id UUID NOT NULL,
    connection_id UUID NOT NULL REFERENCES connections (id),
    -- It may be gone.
    credential_id UUID NOT NULL,
    provider TEXT NOT NULL,
    zone TEXT NOT NULL,
    purpose TEXT NOT NULL,
    status TEXT NOT NULL,
    -- JSON lists of rrsets before and after.
    changes TEXT NOT NULL,
    -- JSON.
    problem TEXT,
    created_at_ms BIGINT NOT NULL,
    finished_at_ms BIGINT
);

CREATE INDEX change_sets_newest ON change_sets (connection_id, created_at_ms, id);

-- One writer for a zone at a time, in all processes.
CREATE TABLE zone_leases (
    -- Provider and apex.
    zone TEXT PRIMARY KEY,
    holder UUID NOT NULL,
    until_ms BIGINT NOT NULL
);

-- Customers who are at their DNS provider to consent to a template.
CREATE TABLE domain_connect_visits (
    -- SHA-256 of the state that comes back with them.
    state_hash BYTEA PRIMARY KEY,
    connection_id UUID NOT NULL REFERENCES connections (id),
    tenant_id UUID NOT NULL,
    return_to TEXT,
    expires_at_ms BIGINT NOT NULL,
    returned_at_ms BIGINT
);

CREATE INDEX domain_connect_visits_of ON domain_connect_visits (connection_id);
