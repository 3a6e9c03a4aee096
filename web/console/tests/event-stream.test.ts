import { describe, expect, it } from 'vitest';
import { EventReader, waitBefore } from '../src/api/event-stream';

describe('reading a stream of events', () => {
  it('gives each event once it is whole, however the text is cut', () => {
    const text = 'id: 1\nevent: ssl.issued\ndata: {"a":1}\n\n: still here\n\nid: 2\nevent: domain.added\ndata: {"b":\ndata: 2}\n\n';
    for (let size = 1; size < text.length; size++) {
      const reader = new EventReader();
      const events = [];
      for (let at = 0; at < text.length; at += size) events.push(...reader.feed(text.slice(at, at + size)));
      expect(events).toEqual([
        { id: '1', type: 'ssl.issued', data: '{"a":1}' },
        { id: '2', type: 'domain.added', data: '{"b":\n2}' },
      ]);
    }
  });

  it('keeps the last id for events that have none', () => {
    const reader = new EventReader();
    expect(reader.feed('id: 7\ndata: x\n\ndata: y\n\n').map(({ id }) => id)).toEqual(['7', '7']);
  });

  it('takes an event without data when it has a type', () => {
    expect(new EventReader().feed('event: reset\n\n')).toEqual([{ id: null, type: 'reset', data: '' }]);
  });

  it('takes a colon within data as data', () => {
    expect(new EventReader().feed('data: a: b\n\n')[0]?.data).toBe('a: b');
  });
});

describe('coming back', () => {
  it('waits longer each time, up to half a minute, and never less than half of it', () => {
    const waits = [1, 2, 3, 4, 5, 6, 20].map((attempt) => [waitBefore(attempt, 0), waitBefore(attempt, 1)]);
    expect(waits).toEqual([[500, 1_000], [1_000, 2_000], [2_000, 4_000], [4_000, 8_000], [8_000, 16_000], [15_000, 30_000], [15_000, 30_000]]);
  });
});
