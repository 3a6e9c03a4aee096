-- Who signs in to the console, and what they may do there.

-- Keys of whoever runs the platform.
CREATE TABLE platform_keys (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    last4 TEXT NOT NULL,
    -- SHA-256 of the secret, which is nowhere.
    hash BYTEA NOT NULL,
    created_at_ms BIGINT NOT NULL,
    revoked_at_ms BIGINT
);
CREATE UNIQUE INDEX platform_keys_by_hash ON platform_keys (hash);
CREATE INDEX platform_keys_newest ON platform_keys (created_at_ms, id);

-- People, as an identity provider knows them.
CREATE TABLE people (
    id UUID PRIMARY KEY,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- As the provider last told.
    email TEXT NOT NULL,
    name TEXT,
    created_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_by_subject ON people (issuer, subject);

-- People who act for a tenant.
CREATE TABLE members (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL REFERENCES tenants (id),
    person_id UUID NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    last_seen_at_ms BIGINT
);
CREATE UNIQUE INDEX members_once ON members (person_id, tenant_id);
CREATE INDEX members_newest ON members (tenant_id, created_at_ms, id);

-- Links by which people become members: each is taken once, by whoever has its e-mail address.
CREATE TABLE invitations (
    id UUID PRIMARY KEY,
    tenant_id UUID NOT NULL REFERENCES tenants (id),
    -- Lower case.
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    -- SHA-256 of the token in the link.
    hash BYTEA NOT NULL,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    -- The member or the API key that invited them, with whose right it ends; NULL for whoever runs the platform.
    made_by UUID
);
CREATE UNIQUE INDEX invitations_by_hash ON invitations (hash);
CREATE INDEX invitations_newest ON invitations (tenant_id, created_at_ms, id);
CREATE INDEX invitations_of_maker ON invitations (made_by) WHERE made_by IS NOT NULL;

-- Browsers that are signed in. Each stands for one of three.
CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    -- SHA-256 of the cookie's value.
    hash BYTEA NOT NULL,
    api_key_id UUID REFERENCES api_keys (id),
    platform_key_id UUID REFERENCES platform_keys (id),
    member_id UUID REFERENCES members (id),
    created_at_ms BIGINT NOT NULL,
    -- Not exact: written once a minute at most.
    used_at_ms BIGINT NOT NULL,
    -- When it ends, also when it is in use.
    ends_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX sessions_by_hash ON sessions (hash);
CREATE INDEX sessions_of_member ON sessions (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX sessions_used ON sessions (used_at_ms);
