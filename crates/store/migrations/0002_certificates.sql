-- Certificates of public authorities: what a fleet of edges shares, the platform's ACME zone, and more in the mirror.

-- The mirror.

ALTER TABLE certificates ADD COLUMN authority TEXT;
-- The names in it, a JSON list.
ALTER TABLE certificates ADD COLUMN names TEXT NOT NULL DEFAULT '[]';
ALTER TABLE certificates ADD COLUMN renew_at_ms BIGINT;
-- `problem` with who must do what, as JSON; and out of it, when it is tried again.
ALTER TABLE certificates ADD COLUMN problem_detail TEXT;
ALTER TABLE certificates ADD COLUMN retry_at_ms BIGINT;
ALTER TABLE certificates ADD COLUMN renew_requested_at_ms BIGINT;

CREATE INDEX certificates_renewal_requested ON certificates (renew_requested_at_ms)
    WHERE renew_requested_at_ms > reported_at_ms;

-- When a certificate should have been replaced: a day after it was to be, or with a fifth of its life left.
CREATE INDEX certificates_overdue ON certificates ((CASE
    WHEN renew_at_ms + 86400000 < not_after_ms - (not_after_ms - not_before_ms) / 5 THEN renew_at_ms + 86400000
    ELSE not_after_ms - (not_after_ms - not_before_ms) / 5 END)) WHERE status = 'issued';

-- Whether the `_acme-challenge` CNAME was seen and is right.
ALTER TABLE connections ADD COLUMN delegated BOOLEAN NOT NULL DEFAULT FALSE;
-- A copy, as `certificate_until_ms` is.
ALTER TABLE connections ADD COLUMN certificate_retry_at_ms BIGINT;

-- Those that never failed first, the longest waiting of them first; then those to be tried again.
DROP INDEX connections_awaiting_certificate;
CREATE INDEX connections_wanting_certificate ON connections ((COALESCE(certificate_retry_at_ms, 0)), state_since_ms)
    WHERE (state = 'issuing_cert' OR (delegated AND certificate_until_ms IS NULL AND (state IN ('verified','dns_writing','propagating','issuing_cert','live','drifted') OR (state = 'stalled' AND proven_at_ms IS NOT NULL))));

-- The platform's ACME zone. A token is the challenge of a connection that has not ended.

CREATE INDEX connections_token ON connections (challenge) WHERE state NOT IN ('failed','archived');
CREATE INDEX connections_stepped ON connections (state_since_ms, id);

-- One row for each token that had TXT values lately: writers of one token wait for each other here.
CREATE TABLE txt_sets (
    token TEXT PRIMARY KEY,
    changed_at_ms BIGINT NOT NULL
);

CREATE INDEX txt_sets_changed ON txt_sets (changed_at_ms);

CREATE TABLE txt_answers (
    token TEXT NOT NULL,
    value TEXT NOT NULL,
    -- Greater than that of every value of the token that was put before.
    put_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    PRIMARY KEY (token, value)
);

CREATE TABLE acme_accounts (
    username UUID PRIMARY KEY,
    token TEXT NOT NULL,
    connection_id UUID NOT NULL REFERENCES connections (id),
    -- Of the password, which itself is kept nowhere.
    password_hash BYTEA NOT NULL,
    -- Networks, a JSON list.
    allow_from TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);

-- What a fleet of edges shares. A name's line is written several times for each certificate, and is small; key and leaf are
-- written once for each.

CREATE TABLE edge_entries (
    -- `*.` first for a wildcard's.
    name TEXT PRIMARY KEY,
    -- When something is to be done; absent for never.
    due_at_ms BIGINT,
    renew_at_ms BIGINT,
    lease_holder TEXT,
    lease_until_ms BIGINT,
    failures BIGINT NOT NULL,
    removed_at_ms BIGINT,
    -- Of the certificate; all three absent for a newcomer.
    not_before_ms BIGINT,
    not_after_ms BIGINT,
    authority TEXT,
    -- What the authority suggests for renewal.
    window_start_ms BIGINT,
    window_end_ms BIGINT,
    problem TEXT
);

CREATE INDEX edge_entries_newcomers_due ON edge_entries (due_at_ms) WHERE not_after_ms IS NULL AND due_at_ms IS NOT NULL;
CREATE INDEX edge_entries_held_due ON edge_entries (due_at_ms) WHERE not_after_ms IS NOT NULL AND due_at_ms IS NOT NULL;

-- The certificates below the leaf: the same few for all names. Never deleted, so that no reader meets a leaf without its chain.
CREATE TABLE edge_chains (
    -- SHA-256 of `chain`.
    id BYTEA PRIMARY KEY,
    -- Each certificate as four octets of length, most significant first, and its DER.
    chain BYTEA NOT NULL
);

CREATE TABLE edge_certificates (
    name TEXT PRIMARY KEY,
    -- Sealed by the edges.
    private_key BYTEA NOT NULL,
    -- DER.
    leaf BYTEA NOT NULL,
    chain_id BYTEA NOT NULL REFERENCES edge_chains (id)
);

CREATE TABLE edge_accounts (
    key TEXT PRIMARY KEY,
    -- Sealed by the edges.
    account BYTEA NOT NULL
);

-- Rate limits, by when the bucket is full again; a full one needs no row.
CREATE TABLE edge_buckets (
    key TEXT PRIMARY KEY,
    full_at_ms BIGINT NOT NULL,
    closed_until_ms BIGINT NOT NULL
);

CREATE TABLE edge_answers (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    answer TEXT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    PRIMARY KEY (kind, key)
);

CREATE TABLE edge_verdicts (
    name TEXT PRIMARY KEY,
    origin TEXT,
    told_at_ms BIGINT NOT NULL
);

CREATE TABLE edge_secrets (
    key TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    -- Sealed by the edges.
    secret BYTEA NOT NULL
);
