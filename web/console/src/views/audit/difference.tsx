/** What an entry changed, field by field. */
import type { Changed } from './entry';

export function Difference({ changes }: { changes: readonly Changed[] }) {
  return (
    <div class="overflow-x-auto rounded-lg border border-line" tabIndex={0} role="region" aria-label="What was changed">
      <table class="w-full text-sm">
        <thead>
          <tr class="bg-sunk text-soft text-xs">{['Field', 'Before', 'After'].map((label) => <th key={label} scope="col" class="text-start font-medium px-3 py-1.5">{label}</th>)}</tr>
        </thead>
        <tbody>
          {changes.map(({ field, before, after }) => (
            <tr key={field} class="border-t border-line align-top">
              <th scope="row" class="text-start font-normal text-soft px-3 py-1.5 whitespace-nowrap">{field.replaceAll('_', ' ')}</th>
              <td class="px-3 py-1.5 wrap-anywhere">{before === null ? <span class="text-soft">nothing</span> : <code class="text-bad">{before}</code>}</td>
              <td class="px-3 py-1.5 wrap-anywhere">{after === null ? <span class="text-soft">nothing</span> : <code class="text-good">{after}</code>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
