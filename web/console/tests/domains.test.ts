import { describe, expect, it } from 'vitest';
import { brief } from '../src/views/domains/brief';
import { csvOf } from '../src/views/domains/csv';
import { askedOf, filterOf, isNarrowed, nameIn, without } from '../src/views/domains/filter';
import { groups } from '../src/views/domains/groups';
import { inTurn, patiently } from '../src/views/domains/in-turn';
import { inChunks, namesIn } from '../src/views/domains/names';

describe('the filter', () => {
  it('is what the address says, and what is said wrongly is not said', () => {
    const application = '01900000-0000-7000-8000-000000000001';
    expect(filterOf({ show: 'attention', state: 'stalled', application, search: 'shop', sort: 'hostname' })).toEqual({ show: 'attention', state: 'stalled', application, search: 'shop', sort: 'hostname' });
    expect(filterOf({ show: 'toString', state: 'live', application: '1', sort: 'sideways' })).toEqual({ show: 'all', state: 'live', application: null, search: '', sort: '-created_at' });
    expect(filterOf({ show: 'attention', state: 'live' }).state).toBeNull();
  });

  it('asks for the states of its group, or for the one', () => {
    expect(askedOf(filterOf({ show: 'attention' }))).toEqual({ state: ['stalled', 'drifted', 'failed'], sort: '-created_at' });
    expect(askedOf(filterOf({ state: 'live', search: ' https://Shop.x/a ' }))).toEqual({ state: ['live'], sort: '-created_at', search: 'Shop.x' });
    expect(isNarrowed(filterOf({ show: 'live' }))).toBe(false);
    expect(isNarrowed(filterOf({ search: 'x' }))).toBe(true);
    expect(nameIn('  ')).toBe('');
  });

  it('knows each state but the archived in "all"', () => expect(new Set(groups.all.states).size).toBe(11));

  it('counts what is on its way to the archive as there', () => {
    const counts = without({ live: 3, stalled: 1, archived: 0 } as never, ['live', 'live', 'stalled']);
    expect(counts).toMatchObject({ live: 1, stalled: 0, archived: 3 });
  });
});

describe('an explanation in a row', () => {
  const host = 'app.customer.com';
  it.each([
    [`${host} is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.`, 'Certificate holds until 30 Sept 2026'],
    [`${host} is live: its records are in place.`, 'Its records are in place'],
    [`${host} was taken down at 2026-09-30 12:00:00 UTC; the developer has to create a new connection to connect it again.`, 'Taken down on 30 Sept 2026'],
    [`The customer has to publish CNAME ${host} with the value edge.saas.example: ${host} has no CNAME record; DNS is looked at next at 2026-07-02 12:00:05 UTC.`, 'The customer has to publish CNAME: it has no CNAME record'],
    [`The customer has to publish TXT _customdomain-challenge.${host} with the value cd-verify-ab to prove ownership of ${host}: it is not there yet; DNS is looked at now.`, 'The customer has to publish TXT to prove ownership: it is not there yet'],
    [`Every record of ${host} is in place; DNS is being looked at now, and moves it on then.`, 'Every record is in place'],
  ])('%s', (sentence, short) => expect(brief(sentence, host)).toBe(short));
});

describe('names that people paste', () => {
  it('are found in lines, lists and tables', () => {
    expect(namesIn('Hostname;Customer\n"Shop.A.com";Anna\nhttps://b.com/path?x=1, c.com\n\n*.d.com\nmünchen.de.').names).toEqual(['shop.a.com', 'b.com', 'c.com', '*.d.com', 'münchen.de']);
  });

  it('are said once, and what is no name is told', () => {
    expect(namesIn('a.com\nA.com\nnonsense here\nsomebody@x.com')).toEqual({ names: ['a.com'], repeated: 1, odd: ['nonsense here', 'somebody@x.com'] });
  });

  it('go in parts', () => expect(inChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]));
});

describe('a table for spreadsheets', () => {
  it('quotes what must be, and lets nothing be a formula', () => {
    const columns = [{ name: 'a', value: (row: { a: string | null }) => row.a }];
    expect(csvOf(columns, [{ a: 'x,"y"' }, { a: '=1+1' }, { a: null }])).toBe('a\r\n"x,""y"""\r\n\'=1+1\r\n\r\n');
  });
});

describe('many in turn', () => {
  it('has no more at work than allowed, and goes on after a failure', async () => {
    let atWork = 0;
    let most = 0;
    const told: string[] = [];
    await inTurn({
      items: [1, 2, 3, 4, 5, 6, 7],
      atOnce: 3,
      isStopped: () => false,
      async act(item) {
        most = Math.max(most, ++atWork);
        await Promise.resolve();
        atWork -= 1;
        if (item === 2) throw new Error('no');
      },
      tell: (item, outcome) => outcome !== 'running' && told.push(`${item} ${outcome === 'done' ? 'done' : 'failed'}`),
    });
    expect(most).toBe(3);
    expect(told.sort()).toEqual(['1 done', '2 failed', '3 done', '4 done', '5 done', '6 done', '7 done']);
  });

  it('begins nothing more once it is stopped', async () => {
    let isStopped = false;
    const begun: number[] = [];
    await inTurn({ items: [1, 2, 3, 4], atOnce: 1, isStopped: () => isStopped, act: (item) => Promise.resolve(void (isStopped = item === 2)), tell: (item, outcome) => outcome === 'running' && begun.push(item) });
    expect(begun).toEqual([1, 2]);
  });

  it('waits where the server asks for it, and gives up in the end', async () => {
    const pauses: number[] = [];
    const pause = (attempt: number): Promise<void> => Promise.resolve(void pauses.push(attempt));
    let times = 0;
    expect(await patiently(() => (++times < 3 ? Promise.reject({ status: 429 }) : Promise.resolve('well')), pause)).toBe('well');
    expect(pauses).toEqual([1, 2]);
    await expect(patiently(() => Promise.reject({ status: 429 }), pause)).rejects.toEqual({ status: 429 });
    await expect(patiently(() => Promise.reject({ status: 500 }), () => Promise.reject(new Error('no pause')))).rejects.toEqual({ status: 500 });
  });
});
