import { type LiveState, liveState } from '~/api/live-state';
import { Tooltip } from '~/parts/tooltip';

// Full, empty, dashed: where words have no room, it is not by colour alone.
const looks: Record<Exclude<LiveState, 'off'>, { look: string; fill?: string; dash?: string; word: string; text: string }> = {
  live: { look: 'text-good', fill: 'currentColor', word: 'Live', text: 'What happens is shown as it happens.' },
  connecting: { look: 'text-soft', word: 'Connecting', text: 'Getting in touch with the server.' },
  waiting: { look: 'text-warn', dash: '3 2.2', word: 'Reconnecting', text: 'The server cannot be heard. What you see may be older; trying again.' },
};

/** Whether news arrive by themselves. */
export function LiveDot() {
  const state = liveState.value;
  if (state === 'off') return null;
  const { look, fill = 'none', dash, word, text } = looks[state];
  return (
    <Tooltip text={text}>
      <span role="status" data-live={state} class="inline-flex items-center gap-1.5 text-sm text-soft px-1">
        <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" class={look}><circle cx="5" cy="5" r="4" fill={fill} stroke="currentColor" stroke-width="1.5" stroke-dasharray={dash} /></svg>
        <span class="max-sm:unseen">{word}</span>
      </span>
    </Tooltip>
  );
}
