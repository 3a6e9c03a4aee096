import { type LiveState, liveState } from '~/api/live';
import { Tooltip } from '~/parts/tooltip';

const looks: Record<Exclude<LiveState, 'off'>, { dot: string; word: string; text: string }> = {
  live: { dot: 'bg-good', word: 'Live', text: 'What happens is shown as it happens.' },
  connecting: { dot: 'bg-edge', word: 'Connecting', text: 'Getting in touch with the server.' },
  waiting: { dot: 'bg-warn', word: 'Reconnecting', text: 'The server cannot be heard. What you see may be older; trying again.' },
};

/** Whether news arrive by themselves. */
export function LiveDot() {
  const state = liveState.value;
  if (state === 'off') return null;
  const { dot, word, text } = looks[state];
  return (
    <Tooltip text={text}>
      <span role="status" data-live={state} class="inline-flex items-center gap-1.5 text-sm text-soft px-1">
        <span aria-hidden="true" class={`size-2 rounded-full ${dot}`} /><span class="max-sm:unseen">{word}</span>
      </span>
    </Tooltip>
  );
}
