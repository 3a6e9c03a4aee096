/** How far it is with many domains, what failed and why. */
import { Button, IconButton } from '~/parts/button';
import { CopyButton } from '~/parts/copy';
import { Icon } from '~/parts/icon';
import { Progress } from '~/parts/progress';
import { hrefOf } from '~/shell/router';
import { Failure } from '~/api/client';
import { begin, dismissJob, job, stopJob } from './job';

const number = (value: number): string => value.toLocaleString('en');

export function JobPanel() {
  const now = job.value;
  if (!now) return null;
  const { deed, rows, outcomes, state } = now;
  const ended = [...outcomes.values()].filter((outcome) => outcome !== 'running').length;
  const failed = rows.flatMap((row) => {
    const outcome = outcomes.get(row.id);
    return outcome instanceof Failure ? [{ row, failure: outcome }] : [];
  });
  const went = ended - failed.length;
  const left = rows.length - ended;
  const summary = [`${number(went)} ${deed.done}`, failed.length > 0 && `${number(failed.length)} failed`, state === 'over' && left > 0 && `${number(left)} left as they were`].filter(Boolean).join(', ');
  return (
    <section aria-label="Progress" class="card px-4 py-2.5 mb-3 grid gap-2">
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
        {state === 'over' && <Icon name={failed.length > 0 ? 'warning' : 'good'} class={failed.length > 0 ? 'text-warn' : 'text-good'} />}
        <p class="grow tabular-nums" role="status">{state === 'over' ? `${summary}.` : `${deed.doing} ${number(ended)} of ${number(rows.length)}${failed.length > 0 ? `, ${number(failed.length)} failed` : ''}`}</p>
        {state === 'over' ? (
          <>
            {failed.length > 0 && <Button isSmall icon="refresh" onClick={() => void begin(deed, failed.map(({ row }) => row))}>Try those again</Button>}
            <IconButton isSmall label="Close" icon="close" onClick={dismissJob} />
          </>
        ) : (
          <Button isSmall onClick={stopJob} disabled={state === 'stopping'}>{state === 'stopping' ? 'Stopping' : 'Stop'}</Button>
        )}
      </div>
      {state !== 'over' && <Progress label={deed.doing} value={ended} max={rows.length} />}
      {failed.length > 0 && (
        <details open={failed.length <= 5}>
          <summary class="text-sm text-soft hover:text-fg w-fit rounded-sm">What failed</summary>
          <ul class="grid gap-1 mt-1 max-h-52 overflow-auto text-sm" tabIndex={0} aria-label="What failed">
            {failed.map(({ row, failure }) => (
              <li key={row.id} class="grid sm:grid-cols-[minmax(0,16rem)_minmax(0,1fr)_auto] gap-x-3 items-baseline py-0.5">
                <a class="link w-fit wrap-anywhere" href={hrefOf(`/domains/${row.id}`)}>{row.hostname_unicode}</a>
                <span class="text-soft wrap-anywhere">{failure.message}</span>
                {failure.ref && <span class="inline-flex items-center"><code>ref …{failure.ref.slice(-6)}</code><CopyButton text={failure.ref} what={`the reference of ${row.hostname_unicode}`} /></span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
