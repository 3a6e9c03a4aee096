import type { ComponentChildren } from 'preact';

/** What is known of a thing: `[term, value]`. A value of `null` leaves its line out; where it `isNarrow`, values stand below their terms. */
export function Facts({ facts, isNarrow = false }: { isNarrow?: boolean; facts: readonly (readonly [ComponentChildren, ComponentChildren] | null)[] }) {
  return (
    <dl class={`grid gap-x-6 gap-y-0.5 ${isNarrow ? '' : 'sm:grid-cols-[minmax(8rem,max-content)_1fr] sm:gap-y-2'}`}>
      {facts.map((fact, index) => fact && fact[1] !== null && (
        <div key={index} class="contents">
          <dt class="text-soft text-sm">{fact[0]}</dt>
          <dd class={`min-w-0 wrap-anywhere ${isNarrow ? 'mb-2' : 'max-sm:mb-2'}`}>{fact[1]}</dd>
        </div>
      ))}
    </dl>
  );
}
