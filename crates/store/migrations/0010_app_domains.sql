-- What the domains of one application are listed and counted by; those that were taken down are no more. It is made of expressions so
-- that only what is written for it uses it: to a planner that knows no numbers it looks as good as those of names and states.
CREATE INDEX connections_of_application ON connections (tenant_id, (COALESCE(application_id, id)), created_at_ms, id)
    WHERE COALESCE(state, '') <> 'archived';
