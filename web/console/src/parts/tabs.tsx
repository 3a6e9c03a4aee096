/** Parts of one thing, each with an address of its own. They are links, so that they can be kept, sent and opened elsewhere. */
import { useEffect, useRef } from 'preact/hooks';
import { hrefOf } from '~/shell/router';

export interface Tab {
  /** The last part of the address; empty for the first. */
  key: string;
  label: string;
  count?: number | undefined;
}

/** `base` is the address without the tab: `/domains/0198…`. */
export function Tabs({ label, base, tabs, now }: { label: string; base: string; tabs: readonly Tab[]; now: string }) {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the tab where one is may be beyond the edge.
    const here = frame.current?.querySelector<HTMLElement>('[aria-current]');
    if (here) frame.current!.scrollLeft = here.offsetLeft - frame.current!.offsetLeft - 24;
  }, [now]);
  return (
    <nav ref={frame} aria-label={label} class="border-b border-line overflow-x-auto overflow-y-hidden mb-5">
      <ul class="flex gap-1 w-max">
        {tabs.map(({ key, label: text, count }) => (
          <li key={key}>
            <a
              href={hrefOf(key ? `${base}/${key}` : base)}
              aria-current={key === now ? 'page' : undefined}
              class="hit inline-flex items-center gap-1.5 px-2.5 -mb-px border-b-2 border-transparent text-soft hover:text-fg aria-[current]:text-fg aria-[current]:border-accent aria-[current]:font-medium whitespace-nowrap -outline-offset-2!"
            >
              {text}
              {count !== undefined && <span class="text-xs text-soft bg-wash rounded-full px-1.5">{count.toLocaleString('en')}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A choice of few within a view (a period, a framework); not an address of its own unless the view makes it one. */
export function Segments<Value extends string>({ label, options, value, choose }: { label: string; options: readonly { value: Value; label: string }[]; value: Value; choose: (value: Value) => void }) {
  return (
    <div role="group" aria-label={label} class="inline-flex flex-wrap gap-0.5 p-0.5 bg-wash rounded-md w-fit">
      {options.map((each) => (
        <button key={each.value} type="button" aria-pressed={each.value === value} onClick={() => choose(each.value)} class="hit-small px-2 sm:px-2.5 rounded-md text-sm text-soft hover:text-fg aria-pressed:bg-panel aria-pressed:text-fg aria-pressed:font-medium aria-pressed:shadow-panel">
          {each.label}
        </button>
      ))}
    </div>
  );
}
