-- One text for SQLite and PostgreSQL (README, "The portable subset").
--
-- UUID and BYTEA are native in PostgreSQL. SQLite keeps what it is given under a type name that it does not know, so there
-- they are 16-byte and 32-byte blobs: the smallest keys on both. Instants are milliseconds since 1970 (`…_at_ms`), in UTC.
-- Lists and reports that are read as a whole are JSON in TEXT.

CREATE TABLE tenants (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);

CREATE TABLE applications (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    environment TEXT NOT NULL,
    allowed_origins TEXT NOT NULL,
    record_template TEXT,
    default_origin TEXT,
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL,
    UNIQUE (tenant_id, id)
);

CREATE INDEX applications_newest ON applications (tenant_id, created_at_ms, id);

CREATE TABLE api_keys (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL REFERENCES tenants (id),
    application_id UUID,
    name TEXT NOT NULL,
    last4 TEXT NOT NULL,
    scopes TEXT NOT NULL,
    -- SHA-256 of the secret, which itself is kept nowhere.
    hash BYTEA NOT NULL UNIQUE,
    created_at_ms BIGINT NOT NULL,
    revoked_at_ms BIGINT,
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id)
);

CREATE INDEX api_keys_newest ON api_keys (tenant_id, application_id, created_at_ms, id);

CREATE TABLE connections (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL,
    application_id UUID NOT NULL,
    hostname TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    setup_type TEXT NOT NULL,
    batch_id TEXT,
    takeover BOOLEAN NOT NULL,
    challenge TEXT NOT NULL,
    proven_at_ms BIGINT,
    -- Copies that let `ask` be one read: the application's default origin, and the end of the certificate's validity.
    origin TEXT,
    certificate_until_ms BIGINT,
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL,
    state_since_ms BIGINT NOT NULL,
    checked_at_ms BIGINT,
    due_at_ms BIGINT,
    -- The long texts come last: SQLite reads a row from its start, and `ask` is done before it gets here.
    proof TEXT,
    problem TEXT,
    records TEXT NOT NULL,
    reports TEXT NOT NULL,
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id)
);

-- Who has a host name: `Standing::CLAIM_SQL` of the domain crate; a test holds both texts equal.
CREATE UNIQUE INDEX connections_claim ON connections (hostname)
    WHERE (state IN ('verified','dns_writing','propagating','issuing_cert','live','drifted') OR (state = 'stalled' AND proven_at_ms IS NOT NULL));
CREATE INDEX connections_due ON connections (due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX connections_awaiting_certificate ON connections (state_since_ms) WHERE state = 'issuing_cert';
CREATE INDEX connections_newest ON connections (tenant_id, created_at_ms, id);
CREATE INDEX connections_by_hostname ON connections (tenant_id, hostname, created_at_ms, id);
CREATE INDEX connections_by_batch ON connections (tenant_id, batch_id, created_at_ms, id) WHERE batch_id IS NOT NULL;

CREATE TABLE certificates (
    hostname TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    issuer TEXT NOT NULL,
    serial TEXT NOT NULL,
    fingerprint_sha256 TEXT NOT NULL,
    not_before_ms BIGINT,
    not_after_ms BIGINT,
    problem TEXT,
    reported_at_ms BIGINT NOT NULL
);

CREATE TABLE edges (
    id TEXT PRIMARY KEY,
    seen_at_ms BIGINT NOT NULL
);

-- The outbox. No foreign keys: an entry outlives what it tells of, and a busy tenant's row must not be locked by each entry.
CREATE TABLE events (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL,
    connection_id UUID NOT NULL,
    application_id UUID NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);

CREATE INDEX events_of_tenant ON events (tenant_id, id);

CREATE TABLE usage_counts (
    tenant_id UUID NOT NULL,
    -- A month in UTC, e.g. 2026-11.
    period TEXT NOT NULL,
    kind TEXT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, period, kind)
);

CREATE TABLE idempotency_keys (
    tenant_id UUID NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash BYTEA NOT NULL,
    -- Both are empty while the request runs.
    status BIGINT,
    body TEXT,
    -- Since when the request runs, or since when it is answered.
    since_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, idempotency_key)
);

CREATE INDEX idempotency_keys_oldest ON idempotency_keys (since_ms);
