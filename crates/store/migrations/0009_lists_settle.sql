-- The end of 0006, in a transaction of its own: servers at work wait for none of this but the two drops, which take no time.

UPDATE audit_entries SET actor_kind = CASE
    WHEN who LIKE '%"kind":"api_key"%' THEN 'api_key'
    WHEN who LIKE '%"kind":"widget_token"%' THEN 'widget_token'
    WHEN who LIKE '%"kind":"operator"%' THEN 'operator'
    WHEN who LIKE '%"kind":"billing"%' THEN 'billing'
    WHEN who LIKE '%"kind":"system"%' THEN 'system' END
    WHERE actor_kind IS NULL;

-- `connections_by_age` and `connections_by_state` answer what these did.
DROP INDEX connections_newest;
DROP INDEX connections_in_service;
