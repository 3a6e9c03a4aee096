/** A domain that is to be archived, as long as that can be taken back. Pure. */
import type { Schema } from '~/api/client';

type Connection = Schema<'Connection'>;

/** Shown as ended since `at`, with the one thing that holds of it now: what the server says of it still tells how it was. */
export const departing = (connection: Connection, at: string): Connection => ({
  ...connection,
  state: 'archived',
  state_since: at,
  explanation: { sentence: `${connection.hostname_unicode} is archived in a moment. Until then, Undo takes it back.`, waiting_for: 'nobody' },
});
