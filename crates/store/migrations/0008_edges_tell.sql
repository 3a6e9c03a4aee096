-- What whoever runs the platform sees: how edges are.

-- JSON, as the edge last told it.
ALTER TABLE edges ADD COLUMN status TEXT;
