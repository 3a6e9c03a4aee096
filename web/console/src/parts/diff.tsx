/** What a zone held before and holds after, set by set: by sign, word and colour. */
import type { Schema } from '~/api/client';
import { Badge } from './badge';

type Change = Schema<'ZoneChange'>;
const words = { create: ['New', 'good'], update: ['Changed', 'warn'], delete: ['Removed', 'bad'] } as const;

export function Diff({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <p class="text-soft">Nothing changes: the zone holds these records already.</p>;
  return (
    <ul class="grid gap-2">
      {changes.map((change) => {
        const [word, tone] = words[change.action as keyof typeof words] ?? [change.action, 'plain'];
        const kept = new Set(change.before?.values.filter((value) => change.after?.values.includes(value)));
        const isTtlKept = change.before?.ttl === change.after?.ttl;
        const lines = [
          ...(change.before?.values ?? []).map((value) => ({ sign: kept.has(value) && isTtlKept ? ' ' : '−', value, ttl: change.before!.ttl })),
          ...(change.after?.values ?? []).filter((value) => !(kept.has(value) && isTtlKept)).map((value) => ({ sign: '+', value, ttl: change.after!.ttl })),
        ];
        return (
          <li key={`${change.name} ${change.type}`} class="rounded-lg border border-line overflow-hidden">
            <p class="flex flex-wrap items-center gap-2 px-3 py-1.5 bg-sunk border-b border-line">
              <b class="font-mono text-sm wrap-anywhere">{change.name}</b><span class="font-mono text-sm">{change.type}</span><Badge tone={tone}>{word}</Badge>
            </p>
            <ul class="font-mono text-sm">{lines.map((line, index) => <Line key={index} {...line} />)}</ul>
          </li>
        );
      })}
    </ul>
  );
}

function Line({ sign, value, ttl }: { sign: string; value: string; ttl: number }) {
  const look = { '+': 'bg-good-wash text-good', '−': 'bg-bad-wash text-bad' }[sign] ?? 'text-soft';
  const word = { '+': 'added', '−': 'removed' }[sign] ?? 'stays';
  return (
    <li class={`flex gap-2 px-3 py-1 ${look}`}>
      <span aria-hidden="true" class="w-3 shrink-0 whitespace-pre">{sign}</span><span class="unseen">{word}: </span>
      <span class="grow wrap-anywhere">{value}</span>
      <span class="shrink-0">{ttl} s</span>
    </li>
  );
}
