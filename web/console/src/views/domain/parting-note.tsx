/** After it was archived: what still stands at the customer's provider, and what was removed there. */
import { CopyButton } from '~/parts/copy';
import { Icon } from '~/parts/icon';
import type { Parting } from './parting';

export function Left({ parting: { dangling_records: dangling, cleanup } }: { parting: Parting }) {
  const removed = cleanup?.removed ?? [];
  if (dangling.length === 0 && removed.length === 0 && !cleanup?.problem) return null;
  return (
    <section aria-label="Records that are left" class="card mb-5 p-4 sm:p-5 grid gap-4">
      {dangling.length > 0 && (
        <div class="grid gap-3">
          <h2 class="text-base flex items-center gap-2"><Icon name="warning" class="text-warn" /> {dangling.length === 1 ? 'One record dangles' : `${dangling.length} records dangle`}</h2>
          <ul class="grid gap-3">
            {dangling.map(({ type, name, value, danger, remedy }) => (
              <li key={`${type} ${name} ${value}`} class="rounded-lg border border-line px-3 py-2 grid gap-1">
                <p class="flex items-center gap-1"><span class="grow wrap-anywhere"><code class="font-semibold">{type}</code> <code>{name}</code> <span class="text-soft">{value}</span></span><CopyButton text={`${name} ${type} ${value}`} what={`the record ${type} ${name}`} /></p>
                <p class="text-sm text-pretty">{danger} <b class="font-medium">{remedy}</b></p>
              </li>
            ))}
          </ul>
        </div>
      )}
      {removed.length > 0 && (
        <div class="grid gap-2">
          <h2 class="text-base flex items-center gap-2"><Icon name="check" class="text-good" /> Removed with the lent credential</h2>
          <ul class="grid gap-1">{removed.map(({ type, name, values }) => <li key={`${type} ${name}`} class="wrap-anywhere"><code class="font-semibold">{type}</code> <code>{name}</code> <span class="text-soft">{values.join(', ')}</span></li>)}</ul>
        </div>
      )}
      {cleanup?.left.map(({ type, name, reason }) => <p key={`${type} ${name}`} class="text-sm wrap-anywhere"><code>{type} {name}</code> stays: {reason}</p>)}
      {cleanup?.problem && <p class="text-bad text-pretty">{cleanup.problem.message}</p>}
      {cleanup?.status === 'pending' && <p class="text-sm text-soft">The removal is tried again by itself.</p>}
    </section>
  );
}
