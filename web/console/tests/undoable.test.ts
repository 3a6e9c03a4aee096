import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Undoable } from '../src/parts/undoable';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const begun = (run = vi.fn(async () => undefined)) => {
  const takeBack = vi.fn();
  const done = vi.fn();
  return { takeBack, run, done, action: new Undoable(takeBack, run, 6_000, done) };
};

it('is sent once its time is over', async () => {
  const { run, done, takeBack } = begun();
  await vi.advanceTimersByTimeAsync(5_999);
  expect(run).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(run).toHaveBeenCalledTimes(1);
  expect(done).toHaveBeenCalledWith(null);
  expect(takeBack).not.toHaveBeenCalled();
});

it('is never sent when it was undone', async () => {
  const { run, takeBack, action } = begun();
  action.undo();
  await action.send();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(run).not.toHaveBeenCalled();
  expect(takeBack).toHaveBeenCalledTimes(1);
});

it('is sent at once and only once when the page goes', async () => {
  const { run, takeBack, action } = begun();
  await action.send();
  action.undo();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(run).toHaveBeenCalledTimes(1);
  expect(takeBack).not.toHaveBeenCalled();
});

it('is taken back when the server refuses', async () => {
  const refusal = new Error('no');
  const { takeBack, done, action } = begun(vi.fn(async () => { throw refusal; }));
  await action.send();
  expect(takeBack).toHaveBeenCalledTimes(1);
  expect(done).toHaveBeenCalledWith(refusal);
});
