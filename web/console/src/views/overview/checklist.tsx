/** What a new tenant does first, until all of it is done. */
import { useState } from 'preact/hooks';
import { session } from '~/api/session';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Icon } from '~/parts/icon';
import { Progress } from '~/parts/progress';
import { hrefOf } from '~/shell/router';
import { useSources } from './sources';
import { type Step, stepsOf } from './steps';

const NAME = 'nameplate-begun';

export function Checklist() {
  const { applications, summary, endpoints, keys, tokens } = useSources();
  const [isHidden, setHidden] = useState(wasHidden);
  const live = summary.data?.by_state.live;
  const steps = stepsOf({
    application: applications.data && applications.data.length > 0,
    key: session.value?.kind === 'api_key' || keys.data?.data.some((key) => !('revoked_at' in key) || key.revoked_at === null),
    live: live === undefined ? undefined : live > 0,
    widget: tokens.data && tokens.data.data.length > 0,
    webhook: endpoints.data && endpoints.data.data.length > 0,
  });
  const done = steps.filter(({ isDone }) => isDone).length;
  if (isHidden || done === steps.length) return null;
  const next = steps.find(({ isDone }) => !isDone);
  const hide = (): void => {
    setHidden(true);
    try {
      localStorage.setItem(NAME, '1');
    } catch {
      // Storage is closed to us: hidden until the page goes.
    }
  };
  return (
    <Card title="First steps" lead={`${done} of ${steps.length} done; they tick themselves.`} actions={<Button isSmall look="quiet" onClick={hide}>Hide</Button>}>
      <Progress label="First steps" value={done} max={steps.length} />
      <ol class="grid mt-2">{steps.map((step) => <One key={step.key} step={step} isNext={step === next} />)}</ol>
    </Card>
  );
}

const One = ({ step: { label, text, to, isDone }, isNext }: { step: Step; isNext: boolean }) => (
  <li>
    <a href={hrefOf(to)} class="flex items-start gap-3 -mx-2 px-2 py-2 rounded-md hover:bg-wash group">
      <span class={`grid place-items-center size-5 mt-px shrink-0 rounded-full border ${isDone ? 'bg-good-wash border-transparent text-good' : 'border-edge text-transparent'}`}><Icon name="check" class="size-3.5" /></span>
      <span class="grow min-w-0">
        <span class={`block ${isDone ? 'text-soft' : 'font-medium'}`}>{label}<span class="unseen">{isDone ? ' (done)' : ''}</span></span>
        {!isDone && <span class="block text-sm text-soft">{text}</span>}
      </span>
      {isNext && <Icon name="arrow-right" class="mt-1 text-soft group-hover:text-fg rtl:-scale-x-100" />}
    </a>
  </li>
);

function wasHidden(): boolean {
  try {
    return localStorage.getItem(NAME) !== null;
  } catch {
    return false;
  }
}
