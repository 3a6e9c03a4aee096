-- What lists need that are long: an index for each order and each count, and usage by day. 0009 ends it.

-- The host name stands at their end for searching: SQLite looks at it there, before it reads the row.
CREATE INDEX connections_by_age ON connections (tenant_id, created_at_ms, id, hostname);
CREATE INDEX connections_by_state_since ON connections (tenant_id, state_since_ms, id, hostname);
-- `State::URGENCY_SQL` of the domain crate; a test holds both texts equal.
CREATE INDEX connections_by_urgency ON connections (tenant_id, (CASE WHEN state IN ('stalled','drifted','failed') THEN 3 WHEN state = 'live' THEN 1 WHEN state = 'archived' THEN 0 ELSE 2 END), state_since_ms, id, hostname);
-- They are counted by this index alone, since the rows are wide.
CREATE INDEX connections_by_state ON connections (tenant_id, state, application_id);

-- As `usage_counts`, by day. Days from before this table have no rows.
CREATE TABLE usage_days (
    tenant_id UUID NOT NULL,
    -- A day in UTC, e.g. 2026-11-22.
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, day, kind)
);
CREATE INDEX usage_days_oldest ON usage_days (day);

-- Deliveries that were not made are few among many, and are what is looked for.
CREATE INDEX webhook_deliveries_undelivered ON webhook_deliveries (tenant_id, status, created_at_ms, id)
    WHERE status IN ('pending','failed');

-- `kind` of `who`. Servers of the version before, which may run beside this one, leave it out.
ALTER TABLE audit_entries ADD COLUMN actor_kind TEXT;
CREATE INDEX audit_entries_of_actor_kind ON audit_entries (tenant_id, actor_kind, at_ms, id);
CREATE INDEX audit_entries_of_target_kind ON audit_entries (tenant_id, target_kind, at_ms, id);
