/** What the server said lately, by key. Pure of the page: time and fetching are given. */

/** First the noun, then what narrows it: `['connections', { state: 'live' }]`. */
export type Key = readonly unknown[];

export interface Entry<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  /** When `data` was read, in milliseconds; 0 where it never was. */
  readonly readAt: number;
  readonly isFetching: boolean;
  readonly isStale: boolean;
}

interface Slot {
  key: Key;
  entry: Entry<unknown>;
  running: Promise<unknown> | null;
  fetcher: ((before: unknown) => Promise<unknown>) | null;
  watchers: Set<() => void>;
  /** Counts writes by hand: what was asked for before such a write does not overwrite it. */
  edition: number;
}

const EMPTY: Entry<never> = { data: undefined, error: null, readAt: 0, isFetching: false, isStale: true };
/** Entries that nobody looks at; older ones go first. */
const KEPT = 60;

export class QueryCache {
  private slots = new Map<string, Slot>();

  constructor(private readonly now: () => number = Date.now) {}

  read<Data>(key: Key): Entry<Data> {
    return (this.slots.get(nameOf(key))?.entry ?? EMPTY) as Entry<Data>;
  }

  /** Reads anew when what is there is older than `freshFor`; several callers share one request. */
  async fetch<Data>(key: Key, fetcher: (before: Data | undefined) => Promise<Data>, freshFor = 0): Promise<void> {
    const slot = this.slot(key);
    slot.fetcher = fetcher as Slot['fetcher'];
    const { entry } = slot;
    // What goes wrong stands in the entry, for everybody who reads it.
    if (slot.running) return slot.running.then(() => undefined, () => undefined);
    if (entry.readAt && !entry.isStale && this.now() - entry.readAt < freshFor) return;
    await this.run(slot);
  }

  /** Marks what begins with the key as old; what somebody looks at is read anew. */
  invalidate(prefix: Key): void {
    for (const slot of this.matching(prefix)) {
      this.write(slot, { isStale: true });
      slot.edition += 1;
      slot.running = null;
      if (slot.watchers.size > 0 && slot.fetcher) void this.run(slot);
    }
  }

  /** Puts what the server just answered in its place. */
  put<Data>(key: Key, data: Data): void {
    const slot = this.slot(key);
    slot.edition += 1;
    this.write(slot, { data, error: null, readAt: this.now(), isStale: false });
  }

  /** Changes everything that begins with the key, at once; gives how to take it back. */
  change<Data>(prefix: Key, alter: (data: Data) => Data): () => void {
    const before = this.matching(prefix)
      .filter((slot) => slot.entry.data !== undefined)
      .map((slot) => ({ slot, data: slot.entry.data, after: alter(slot.entry.data as Data) as unknown }));
    for (const { slot, after } of before) {
      slot.edition += 1;
      slot.running = null;
      this.write(slot, { data: after, isFetching: false });
    }
    return () => {
      for (const { slot, data, after } of before) {
        // Read again meanwhile: the server's word counts.
        if (slot.entry.data === after) this.write(slot, { data });
        else if (slot.fetcher && slot.watchers.size > 0) void this.run(slot);
      }
    };
  }

  watch(key: Key, tell: () => void): () => void {
    const slot = this.slot(key);
    slot.watchers.add(tell);
    return () => {
      slot.watchers.delete(tell);
      this.forgetOld();
    };
  }

  /** Everything: somebody else signs in. */
  clear(): void {
    for (const slot of this.slots.values()) {
      slot.edition += 1;
      slot.running = null;
      this.write(slot, EMPTY);
    }
    for (const [name, slot] of this.slots) if (slot.watchers.size === 0) this.slots.delete(name);
  }

  private async run(slot: Slot): Promise<void> {
    const { edition } = slot;
    const running = slot.fetcher!(slot.entry.data);
    slot.running = running;
    this.write(slot, { isFetching: true });
    try {
      const data = await running;
      if (slot.edition === edition) this.write(slot, { data, error: null, readAt: this.now(), isStale: false });
    } catch (error) {
      if (slot.edition === edition) this.write(slot, { error });
    } finally {
      if (slot.running === running) slot.running = null;
      if (!slot.running) this.write(slot, { isFetching: false });
    }
  }

  private slot(key: Key): Slot {
    const name = nameOf(key);
    let slot = this.slots.get(name);
    if (!slot) this.slots.set(name, (slot = { key, entry: EMPTY, running: null, fetcher: null, watchers: new Set(), edition: 0 }));
    return slot;
  }

  private matching(prefix: Key): Slot[] {
    const start = nameOf(prefix).slice(0, -1);
    return [...this.slots].filter(([name]) => name === `${start}]` || name.startsWith(`${start},`) || start === '[').map(([, slot]) => slot);
  }

  private write(slot: Slot, change: Partial<Entry<unknown>>): void {
    slot.entry = { ...slot.entry, ...change };
    for (const tell of [...slot.watchers]) tell();
  }

  private forgetOld(): void {
    const idle = [...this.slots].filter(([, slot]) => slot.watchers.size === 0 && !slot.running);
    idle.sort(([, one], [, other]) => one.entry.readAt - other.entry.readAt);
    for (const [name] of idle.slice(0, Math.max(0, idle.length - KEPT))) this.slots.delete(name);
  }
}

const nameOf = (key: Key): string => JSON.stringify(key, (_, value: unknown) => (value === undefined ? null : value));
