// Domains that a test finds live when it begins to look.
import { until } from './until.mjs';

/** What a connection wants published, as `[name, type, value]`. */
export const wanted = ({ ownership_challenge: challenge, dns_records: records }) => [
  [challenge.name, challenge.type, challenge.value], ...records.map(({ host, type, value }) => [host, type, value]),
];

/** A connection of `<label>.<zone>` that is live, and its zone: a new one, where none is given. */
export async function live(program, label, zone) {
  zone ??= await program.newZone();
  const made = await program.call('POST', '/v1/connections', { application_id: program.application, hostname: `${label}.${zone}`, setup_type: 'manual' });
  await program.publishAll(zone, wanted(made));
  await until(`${made.hostname} live`, async () => (await program.call('GET', `/v1/connections/${made.id}`)).state === 'live');
  return { ...made, zone };
}
