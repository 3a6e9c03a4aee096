-- Telling others what happened, who did what, what tenants may use, and names that were let go.

-- The outbox gets an order that readers can follow: positions are given one after another, after an event was committed.
ALTER TABLE events ADD COLUMN position BIGINT;
CREATE UNIQUE INDEX events_by_position ON events (position) WHERE position IS NOT NULL;
CREATE INDEX events_of_tenant_by_position ON events (tenant_id, position);
CREATE INDEX events_without_position ON events (id) WHERE position IS NULL;

CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('events', 0);

CREATE TABLE webhook_endpoints (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL REFERENCES tenants (id),
    -- Only events of this application; NULL for all.
    application_id UUID,
    url TEXT NOT NULL,
    description TEXT,
    -- JSON list of event names; empty for all.
    events TEXT NOT NULL,
    -- Sealed by the control plane, when it has a key.
    secret BYTEA NOT NULL,
    -- The secret before, while both are signed with.
    former_secret BYTEA,
    former_until_ms BIGINT,
    disabled_at_ms BIGINT,
    disabled_why TEXT,
    -- Since when every attempt has failed, and how many did.
    failing_since_ms BIGINT,
    failures BIGINT NOT NULL,
    -- When its next delivery is due, and until when a process is at its deliveries: one at a time is.
    due_at_ms BIGINT,
    busy_until_ms BIGINT,
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL
);
CREATE INDEX webhook_endpoints_newest ON webhook_endpoints (tenant_id, created_at_ms, id);
CREATE INDEX webhook_endpoints_due ON webhook_endpoints (due_at_ms) WHERE due_at_ms IS NOT NULL AND failing_since_ms IS NULL;
CREATE INDEX webhook_endpoints_failing_due ON webhook_endpoints (due_at_ms)
    WHERE due_at_ms IS NOT NULL AND failing_since_ms IS NOT NULL;

-- One event for one endpoint. No foreign keys, as with events.
CREATE TABLE webhook_deliveries (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL,
    endpoint_id UUID NOT NULL,
    event_id UUID NOT NULL,
    -- Absent for events that are about no connection.
    connection_id UUID,
    kind TEXT NOT NULL,
    -- The body, as it is sent each time.
    payload TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    -- Attempts of the present round: a replay begins another.
    round_attempts BIGINT NOT NULL,
    last_status BIGINT,
    last_problem TEXT,
    due_at_ms BIGINT,
    created_at_ms BIGINT NOT NULL,
    finished_at_ms BIGINT
);
CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (event_id, endpoint_id);
-- They are counted for metrics: by this index alone, since bodies make the rows wide.
CREATE INDEX webhook_deliveries_by_status ON webhook_deliveries (status);
CREATE INDEX webhook_deliveries_due_of_endpoint ON webhook_deliveries (endpoint_id, due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (tenant_id, created_at_ms, id);
CREATE INDEX webhook_deliveries_of_endpoint ON webhook_deliveries (endpoint_id, created_at_ms, id);
CREATE INDEX webhook_deliveries_of_connection ON webhook_deliveries (connection_id, created_at_ms, id);

CREATE TABLE webhook_attempts (
    delivery_id UUID NOT NULL,
    number BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    took_ms BIGINT NOT NULL,
    -- HTTP status, or why there was none.
    status BIGINT,
    problem TEXT,
    -- The first bytes of the answer.
    answer TEXT,
    PRIMARY KEY (delivery_id, number)
);

-- Pages for whoever holds the DNS login.
CREATE TABLE share_links (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL REFERENCES tenants (id),
    connection_id UUID NOT NULL REFERENCES connections (id),
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    revoked_at_ms BIGINT
);
CREATE INDEX share_links_newest ON share_links (connection_id, created_at_ms, id);

ALTER TABLE tenants ADD COLUMN suspended_at_ms BIGINT;
ALTER TABLE tenants ADD COLUMN suspended_why TEXT;

CREATE TABLE tenant_quotas (
    tenant_id UUID PRIMARY KEY REFERENCES tenants (id),
    plan TEXT NOT NULL,
    plan_since_ms BIGINT NOT NULL,
    -- JSON object by kind of usage: limits of this tenant, instead of its plan's.
    limits TEXT NOT NULL,
    max_domains_per_app BIGINT NOT NULL,
    -- What the billing provider knows the tenant and its subscription by.
    billing_customer TEXT,
    billing_subscription TEXT,
    -- How that subscription stands.
    billing_status TEXT,
    updated_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX tenant_quotas_by_customer ON tenant_quotas (billing_customer) WHERE billing_customer IS NOT NULL;
-- Whoever was here before there were plans keeps what they had: everything.
INSERT INTO tenant_quotas (tenant_id, plan, plan_since_ms, limits, max_domains_per_app, updated_at_ms)
    SELECT id, 'enterprise', created_at_ms, '{}', 10, created_at_ms FROM tenants;

-- Live domains of a tenant are counted for its usage.
CREATE INDEX connections_in_service ON connections (tenant_id) WHERE state IN ('live','drifted');

-- What the billing provider told us already.
CREATE TABLE billing_notices (
    id TEXT PRIMARY KEY,
    at_ms BIGINT NOT NULL
);

-- Names of a suspended tenant are not served. A copy, since `ask` is one read.
ALTER TABLE connections ADD COLUMN suspended BOOLEAN NOT NULL DEFAULT FALSE;
-- Nobody looks after them either, so that workers need not step over them.
DROP INDEX connections_due;
CREATE INDEX connections_due ON connections (due_at_ms) WHERE due_at_ms IS NOT NULL AND NOT suspended;
CREATE INDEX tenants_newest ON tenants (created_at_ms, id);
-- Only a fresh DNS challenge proves this one: the name is moved, or was another tenant's lately.
ALTER TABLE connections ADD COLUMN fresh_proof BOOLEAN NOT NULL DEFAULT FALSE;
-- When a proven one was let go.
ALTER TABLE connections ADD COLUMN released_at_ms BIGINT;
CREATE INDEX connections_released ON connections (hostname, released_at_ms) WHERE released_at_ms IS NOT NULL;
UPDATE connections SET fresh_proof = TRUE WHERE takeover;
UPDATE connections SET released_at_ms = state_since_ms WHERE state = 'archived' AND proven_at_ms IS NOT NULL;

-- Who did what.
CREATE TABLE audit_entries (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL,
    at_ms BIGINT NOT NULL,
    -- JSON.
    who TEXT NOT NULL,
    address TEXT,
    request_id TEXT,
    action TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    -- JSON objects, without secrets.
    before TEXT,
    after TEXT
);
CREATE INDEX audit_entries_newest ON audit_entries (tenant_id, at_ms, id);
CREATE INDEX audit_entries_of_target ON audit_entries (tenant_id, target_id, at_ms, id);
