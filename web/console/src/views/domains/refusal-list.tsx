import { Card } from '~/parts/card';
import { CopyButton } from '~/parts/copy';
import type { Refusal } from './refused';

export function RefusalList({ refused }: { refused: readonly Refusal[] }) {
  return (
    <Card
      title={`${refused.length.toLocaleString('en')} ${refused.length === 1 ? 'name was' : 'names were'} refused`}
      lead="They are known until this page goes; the others are on their way."
      actions={<CopyButton text={refused.map(({ hostname }) => hostname).join('\n')} what="the refused names">Copy the names</CopyButton>}
    >
      <ul class="grid gap-1.5 max-h-72 overflow-auto" tabIndex={0} aria-label="Refused names">
        {refused.map(({ hostname, message, ref }, index) => (
          <li key={index} class="grid sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)_auto] gap-x-3 items-baseline text-sm">
            <span class="font-medium wrap-anywhere">{hostname}</span><span class="text-soft wrap-anywhere">{message}</span>
            <span class="inline-flex items-center"><code>ref …{ref.slice(-6)}</code><CopyButton text={ref} what={`the reference of ${hostname}`} /></span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
