import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { hrefOf } from '~/shell/router';

/** A part of a view with a heading of its own. */
export function Card({ title, actions, children, lead, isFlush = false, class: more = '' }: { title?: ComponentChildren; lead?: ComponentChildren; actions?: ComponentChildren; isFlush?: boolean; class?: string; children?: ComponentChildren }) {
  const id = useId();
  return (
    <section class={`card min-w-0 ${more}`} aria-labelledby={title ? id : undefined}>
      {title && (
        <header class="flex flex-wrap items-center gap-2 px-4 pt-3 pb-1">
          <div class="grow min-w-0">
            <h2 id={id} class="text-base">{title}</h2>
            {lead && <p class="text-sm text-soft text-pretty">{lead}</p>}
          </div>
          {actions && <div class="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div class={isFlush ? '' : `px-4 pb-4 ${title ? 'pt-2' : 'pt-4'}`}>{children}</div>
    </section>
  );
}

/** One number that counts, with what it is; a link where there is more behind it. */
export function Stat({ label, value, hint, to }: { label: string; value: ComponentChildren; hint?: ComponentChildren; to?: string }) {
  const inside = (
    <>
      <span class="text-sm text-soft">{label}</span>
      <span class="text-2xl font-semibold tabular-nums tracking-tight">{value}</span>
      {hint && <span class="text-sm text-soft">{hint}</span>}
    </>
  );
  return to ? <a href={hrefOf(to)} class="card px-4 py-3 grid content-start hover:border-edge">{inside}</a> : <div class="card px-4 py-3 grid content-start">{inside}</div>;
}
