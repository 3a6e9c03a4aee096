/** The same for many, a few at once, until it is stopped. Pure of the page. */
export interface Run<Item> {
  items: readonly Item[];
  act: (item: Item) => Promise<unknown>;
  atOnce: number;
  isStopped: () => boolean;
  /** Told of each: when it begins, and how it ended. */
  tell: (item: Item, outcome: 'running' | 'done' | { failure: unknown }) => void;
}

export async function inTurn<Item>({ items, act, atOnce, isStopped, tell }: Run<Item>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length && !isStopped()) {
      const item = items[next++]!;
      tell(item, 'running');
      try {
        await act(item);
        tell(item, 'done');
      } catch (failure) {
        tell(item, { failure });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
}

const TRIES = 5;

/** Waits where the server asks for it (429), and says the same again. */
export async function patiently<Answer>(send: () => Promise<Answer>, pause: (attempt: number) => Promise<void>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (thrown) {
      if ((thrown as { status?: number }).status !== 429 || attempt === TRIES) throw thrown;
      await pause(attempt);
    }
  }
}
