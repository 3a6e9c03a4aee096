import { signal } from '@preact/signals';

/** `off`: nobody is signed in, or this key may not listen. */
export type LiveState = 'off' | 'connecting' | 'live' | 'waiting';

export const liveState = signal<LiveState>('off');
