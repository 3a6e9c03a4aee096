-- SSH keys that act for tenants: whoever has one may run commands over SSH.

CREATE TABLE ssh_keys (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL,
    application_id UUID,
    name TEXT NOT NULL,
    -- Type and key in base64, without a comment.
    public_key TEXT NOT NULL,
    -- SHA256:…, by which whoever signs in is found.
    fingerprint TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    used_at_ms BIGINT,
    revoked_at_ms BIGINT,
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id)
);
-- A key acts for one tenant of the platform; a revoked one may be registered anew.
CREATE UNIQUE INDEX ssh_keys_in_use ON ssh_keys (fingerprint) WHERE revoked_at_ms IS NULL;
CREATE INDEX ssh_keys_newest ON ssh_keys (tenant_id, created_at_ms, id);
