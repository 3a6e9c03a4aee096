import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';
import { Time } from './time';

export interface Moment {
  id: string;
  at: string;
  title: ComponentChildren;
  icon?: IconName;
  tone?: 'plain' | 'good' | 'warn' | 'bad';
  /** Behind the title: who, and what it led to. */
  detail?: ComponentChildren;
}

const tones = { plain: 'text-soft border-line', good: 'text-good border-good', warn: 'text-warn border-warn', bad: 'text-bad border-bad' };

/** What happened, newest first, along a line. */
export function Timeline({ moments, label }: { moments: readonly Moment[]; label: string }) {
  return (
    <ol aria-label={label} class="grid">
      {moments.map(({ id, at, title, icon = 'info', tone = 'plain', detail }, index) => (
        <li key={id} class="relative flex gap-3 pb-5 last:pb-0">
          {index < moments.length - 1 && <span aria-hidden="true" class="absolute start-3 top-6 bottom-0 w-px bg-line" />}
          <span class={`grid place-items-center size-6 shrink-0 rounded-full border bg-panel ${tones[tone]}`}><Icon name={icon} class="size-3.5" /></span>
          <div class="grow min-w-0 grid gap-1 pt-0.5">
            <p class="flex flex-wrap justify-between gap-x-3"><span class="wrap-anywhere">{title}</span><span class="text-sm text-soft"><Time at={at} /></span></p>
            {detail && <div class="text-sm text-soft">{detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
