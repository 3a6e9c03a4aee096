/** ⌘K: places, actions, applications, and domains by any part of their name. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { api, ask } from '~/api/client';
import { useQuery } from '~/api/query';
import { can, isPlatform } from '~/api/session';
import { IconButton } from '~/parts/button';
import { Modal } from '~/parts/dialog';
import { Icon, type IconName } from '~/parts/icon';
import { Kbd } from '~/parts/kbd';
import { StateBadge, type State } from '~/parts/state-badge';
import { leave } from './account-menu';
import { actions } from './actions';
import { openPlaces } from './places';
import { isBeginning, merged, ranked } from './rank';
import { navigate } from './router';
import { theme } from './theme';

interface Entry {
  id: string;
  label: string;
  group: string;
  icon: IconName;
  words?: string | undefined;
  keys?: string | undefined;
  state?: State;
  run: () => void;
}

const APART_MS = 150;

export default function Palette({ close }: { close: () => void }) {
  const id = useId();
  const [text, setText] = useState('');
  /** What the person went to; the first until then. */
  const [at, setAt] = useState<string | null>(null);
  const isEntered = useRef(false);
  const list = useRef<HTMLUListElement>(null);
  const found = useFound(text.trim());
  const entries = merged(text, [...views(), ...own(), ...found.applications], found.domains, (entry) => `${entry.label} ${entry.words ?? ''}`);
  const now = Math.max(0, entries.findIndex(({ id: each }) => each === at));

  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    close();
    entry.run();
  };
  // What is still looked for may be what was meant, unless the first stays the first.
  const enter = (): void => {
    const entry = entries[now];
    if (found.isSearching && at === null && !(entry && isBeginning(text, entry.label))) isEntered.current = true;
    else run(entry);
  };
  useEffect(() => {
    if (!isEntered.current || found.isSearching) return;
    isEntered.current = false;
    run(entries[now]);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = { ArrowDown: now + 1, ArrowUp: now - 1 }[event.key];
    if (event.key === 'Enter' && !event.isComposing) enter();
    else if (next !== undefined && entries.length > 0) setAt(entries[(next + entries.length) % entries.length]!.id);
    else return;
    event.preventDefault();
  };
  useEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [now, entries.length]);

  return (
    <Modal isOpen close={close} class="palette" aria-label="Search and commands">
      <div class="flex items-center gap-2.5 px-4 border-b border-line">
        <Icon name="search" class="text-soft" />
        <input
          type="text" role="combobox" aria-expanded="true" aria-controls={id} aria-activedescendant={entries[now] ? `${id}-${now}` : undefined} aria-autocomplete="list" aria-label="Search and commands"
          placeholder="Domain, application, view or command" autocomplete="off" spellcheck={false} autofocus value={text}
          onInput={(event) => { setText(event.currentTarget.value); setAt(null); isEntered.current = false; }} onKeyDown={onKeyDown}
          class="grow min-w-0 h-13 bg-transparent outline-none text-lg"
        />
        <span class="pointer-coarse:hidden"><Kbd keys="escape" /></span>
        <IconButton class="not-pointer-coarse:hidden" label="Close" icon="close" onClick={close} />
      </div>
      <ul ref={list} id={id} role="listbox" aria-label="Results" class="overflow-auto max-h-[calc(70dvh-3.5rem)] p-2">
        {entries.map((entry, index) => (
          <li
            key={entry.id} id={`${id}-${index}`} role="option" aria-selected={index === now} onClick={() => run(entry)} onPointerMove={() => setAt(entry.id)}
            class="hit flex items-center gap-2.5 px-2.5 rounded-md cursor-pointer aria-selected:bg-wash"
          >
            <Icon name={entry.icon} class="text-soft" />
            <span class="grow truncate">{entry.label}</span>
            {entry.state && <StateBadge state={entry.state} />}
            {entry.keys && <span class="pointer-coarse:hidden"><Kbd keys={entry.keys} /></span>}
            <span class={`text-xs text-soft ${entry.keys ? 'not-pointer-coarse:hidden' : ''}`}>{entry.group}</span>
          </li>
        ))}
      </ul>
      <p role="status" class={entries.length === 0 ? 'px-5 pb-6 pt-2 text-center text-soft' : 'unseen'}>
        {found.isSearching ? 'Searching' : entries.length === 0 ? `Nothing is called "${text}".` : `${entries.length} ${entries.length === 1 ? 'result' : 'results'}`}
      </p>
    </Modal>
  );
}

const views = (): Entry[] => openPlaces().map(({ path, label, icon, keys }) => ({ id: path, label, icon, keys, group: 'View', run: () => navigate(path) }));

const own = (): Entry[] => [
  ...actions.value.map((action) => ({ id: `a ${action.label}`, group: 'Here', icon: 'bolt' as const, ...action })),
  { id: 'light', label: 'Light theme', icon: 'sun', group: 'Look', run: () => void (theme.value = 'light') },
  { id: 'dark', label: 'Dark theme', icon: 'moon', group: 'Look', run: () => void (theme.value = 'dark') },
  { id: 'system', label: 'Theme as the system', icon: 'screen', group: 'Look', run: () => void (theme.value = 'system') },
  { id: 'out', label: 'Sign out', icon: 'sign-out', group: 'Account', words: 'log out leave', run: () => void leave() },
];

/** What the server finds: asked once typing pauses. What it found for less of the text is shown as far as it fits. */
function useFound(text: string): { domains: Entry[]; applications: Entry[]; isSearching: boolean } {
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(text), APART_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const mayRead = !isPlatform.value && can('connections:read');
  const domains = useQuery(['connections', 'palette', search], () => ask(api.GET('/v1/connections', { params: { query: { search, limit: 8 } } })), { isOn: mayRead && search.length > 0 });
  const applications = useQuery(['applications', 'palette'], () => ask(api.GET('/v1/applications', { params: { query: { limit: 100 } } })), { isOn: mayRead });
  const found = (text ? (domains.data?.data ?? []) : []).map((each): Entry => ({ id: each.id, label: each.hostname_unicode, words: each.hostname, icon: 'domain', group: 'Domain', state: each.state, run: () => navigate(`/domains/${each.id}`) }));
  const named = ranked(text, applications.data?.data ?? [], (each) => each.name).slice(0, text ? 6 : 3);
  return {
    isSearching: domains.isLoading || search !== text,
    domains: search === text ? found : found.filter(({ label, words }) => `${label} ${words}`.includes(text.toLowerCase())),
    applications: named.map((each): Entry => ({ id: each.id, label: each.name, icon: 'application', group: 'Application', run: () => navigate(`/applications/${each.id}`) })),
  };
}
