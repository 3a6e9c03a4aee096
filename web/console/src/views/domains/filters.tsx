/** The filters of the list: groups with their counts, search, state, application, order. All of it stands in the address. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '~/parts/icon';
import { states } from '~/parts/state-badge';
import { setQuery } from '~/shell/router';
import type { Application } from './applications';
import { type Filter, orders } from './filter';
import { type Counts, type GroupName, countOf, groups } from './groups';

interface FiltersProps {
  filter: Filter;
  byState: Counts | undefined;
  applications: readonly Application[];
}

export function Filters({ filter, byState, applications }: FiltersProps) {
  const group = groups[filter.show];
  const present = group.states.filter((state) => (byState?.[state] ?? 0) > 0 || state === filter.state);
  return (
    <>
      <Groups chosen={filter.show} byState={byState} />
      <div class="grid grid-cols-2 sm:flex gap-2 mb-3 max-sm:[&>:last-child:nth-child(even)]:col-span-2" role="search" aria-label="Filter domains">
        <Search text={filter.search} />
        {group.states.length > 1 && (
          <Choice
            label="State" value={filter.state ?? ''} choose={(state) => setQuery({ state })}
            options={[['', 'Any state'], ...present.map((state) => [state, byState ? `${states[state].label} (${(byState[state] ?? 0).toLocaleString('en')})` : states[state].label] as const)]}
          />
        )}
        {applications.length > 1 && (
          <Choice label="Application" value={filter.application ?? ''} choose={(application) => setQuery({ application })} options={[['', 'Any application'], ...applications.map(({ id, name }) => [id, name] as const)]} />
        )}
        <Choice label="Order" value={filter.sort} choose={(sort) => setQuery({ sort: sort === '-created_at' ? null : sort })} options={Object.entries(orders)} />
      </div>
    </>
  );
}

/** Saved filters that everybody needs. */
function Groups({ chosen, byState }: { chosen: GroupName; byState: Counts | undefined }) {
  return (
    <div role="group" aria-label="Which domains" class="flex gap-1 mb-3 overflow-x-auto -mx-1 px-1 py-1">
      {(Object.keys(groups) as GroupName[]).map((name) => {
        const count = byState && countOf(byState, groups[name].states);
        return (
          <button
            key={name} type="button" aria-pressed={name === chosen} onClick={() => setQuery({ show: name === 'all' ? null : name, state: null })}
            class="hit shrink-0 inline-flex items-center gap-2 px-3 rounded-md border border-transparent text-soft whitespace-nowrap hover:bg-wash hover:text-fg aria-pressed:bg-panel aria-pressed:border-line aria-pressed:text-fg aria-pressed:font-medium aria-pressed:shadow-panel"
          >
            {groups[name].label}
            {count !== undefined && <Count value={count} isUrgent={name === 'attention' && count > 0} />}
          </button>
        );
      })}
    </div>
  );
}

const Count = ({ value, isUrgent }: { value: number; isUrgent: boolean }) => (
  <span class={`text-xs tabular-nums rounded-full px-1.5 ${isUrgent ? 'bg-warn-wash text-warn font-medium' : 'bg-wash text-soft'}`}>{value.toLocaleString('en')}</span>
);

const PAUSE_MS = 200;

/** Searches once typing pauses. */
function Search({ text }: { text: string }) {
  const [typed, setTyped] = useState(text);
  const sent = useRef(text);
  useEffect(() => {
    // The address changed by itself: another link was followed.
    if (text !== sent.current) setTyped((sent.current = text));
  }, [text]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => setQuery({ search: (sent.current = typed) }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && typed === '') (event.currentTarget as HTMLElement).blur();
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      document.querySelector<HTMLElement>('main [role=grid] [data-row][tabindex="0"]')?.focus();
      event.preventDefault();
    }
  };
  return (
    <div class="relative col-span-2 grow">
      <Icon name="search" class="absolute start-2.5 top-1/2 -translate-y-1/2 text-soft pointer-events-none" />
      <input
        type="search" class="input ps-8!" aria-label="Search domains" aria-keyshortcuts="/" placeholder="Part of a name" autocomplete="off" autocapitalize="none" spellcheck={false}
        value={typed} onInput={(event) => setTyped(event.currentTarget.value)} onKeyDown={onKeyDown}
      />
    </div>
  );
}

const Choice = ({ label, value, options, choose }: { label: string; value: string; options: readonly (readonly [string, string])[]; choose: (value: string) => void }) => (
  <select aria-label={label} value={value} onChange={(event) => choose(event.currentTarget.value)} class="input sm:w-auto! sm:max-w-44 xl:max-w-52">
    {options.map(([each, text]) => <option key={each} value={each} selected={each === value}>{text}</option>)}
  </select>
);
