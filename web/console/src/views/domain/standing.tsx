/** Why it is not live, who has to act, what can be done now, and how far it has come. */
import { can } from '~/api/session';
import { Badge, type Tone } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Icon, type IconName } from '~/parts/icon';
import { Link } from '~/parts/link';
import { states } from '~/parts/state-badge';
import { Time } from '~/parts/time';
import { Tooltip } from '~/parts/tooltip';
import type { Acts, Connection } from './acts';
import { hitchOf } from './hitch';
import { nextAct, waiting } from './next';
import { leavingSince } from './parting';
import { useReport } from './report';
import { Sentence } from './said';
import { type Standing as StepStanding, type Step, isMoving, stepsOf } from './steps';
import { useVisit } from './visit';

const tones: Record<keyof typeof waiting, { tone: Tone; icon: IconName }> = {
  customer: { tone: 'warn', icon: 'member' },
  developer: { tone: 'warn', icon: 'embed' },
  platform: { tone: 'accent', icon: 'bolt' },
  authority: { tone: 'accent', icon: 'authority' },
  nobody: { tone: 'good', icon: 'check' },
};

export function Standing({ connection, acts, share, tab }: { connection: Connection; acts: Acts; share: () => void; tab: string }) {
  const { explanation, state } = connection;
  const { report } = useReport(connection, isMoving(connection) || state === 'drifted');
  const { act, label } = nextAct(connection, tab !== 'dns' && (report.data?.capabilities.auto_write ?? false));
  const isLeaving = leavingSince(connection.id) !== undefined;
  const visit = useVisit(connection.id, state === 'live' && can('connections:write'));
  const hitch = visit.data ? hitchOf(visit.data) : null;
  const isForCustomer = explanation.waiting_for === 'customer';
  return (
    <section aria-label={state === 'live' ? 'Where it stands' : 'Why it is not live'} class="card mb-5">
      <div class="flex flex-wrap items-start gap-x-6 gap-y-3 p-4 sm:p-5">
        <div class="grow basis-80 min-w-0 grid gap-1.5 justify-items-start">
          {hitch ? <Badge tone="warn" icon="warning">{hitch.label}</Badge> : !isLeaving && (
            <Tooltip text={waiting[explanation.waiting_for].meaning}>
              <span tabIndex={0} class="rounded-full"><Badge {...tones[explanation.waiting_for]}>{waiting[explanation.waiting_for].label}</Badge></span>
            </Tooltip>
          )}
          <p class="text-lg text-pretty wrap-anywhere max-w-3xl"><Sentence text={explanation.sentence} /></p>
          {hitch && <p class="text-pretty wrap-anywhere max-w-3xl" data-hitch>{hitch.text} {tab !== 'route' && <Link to={`/domains/${connection.id}/route`}>See the route</Link>}</p>}
          <span class="unseen" role="status">{states[state].label}: {states[state].meaning}</span>
        </div>
        {can('connections:write') && !isLeaving && (
          <div class="flex flex-wrap gap-2">
            {isForCustomer && <Button icon="share" onClick={share}>Send to the customer</Button>}
            <Button look={state === 'live' ? 'plain' : 'main'} isBusy={acts.isBusy(act)} onClick={() => acts.run(act)}>{label}</Button>
          </div>
        )}
      </div>
      <Steps steps={stepsOf(connection)} isBrief={tab !== ''} />
    </section>
  );
}

const looks: Record<StepStanding, { icon: IconName; dot: string; word: string }> = {
  done: { icon: 'check', dot: 'bg-good-wash text-good border-good', word: 'done' },
  now: { icon: 'clock', dot: 'bg-accent-wash text-link border-link', word: 'under way' },
  trouble: { icon: 'warning', dot: 'bg-warn-wash text-warn border-warn', word: 'in trouble' },
  todo: { icon: 'minus', dot: 'bg-panel text-soft border-line', word: 'to come' },
  ended: { icon: 'close', dot: 'bg-wash text-soft border-line', word: 'ended' },
};

/** Brief: left out on a phone, where the tab's own part would be far below. */
function Steps({ steps, isBrief }: { steps: readonly Step[]; isBrief: boolean }) {
  const here = steps.findIndex(({ standing }) => standing === 'now' || standing === 'trouble');
  return (
    <ol aria-label="Life cycle" class={`grid sm:grid-cols-5 gap-y-3 border-t border-line px-4 sm:px-5 py-4 ${isBrief ? 'max-sm:hidden' : ''}`}>
      {steps.map(({ key, label, standing, hint, at }, index) => {
        const { icon, dot, word } = looks[standing];
        return (
          <li key={key} data-step={key} data-standing={standing} aria-current={index === here ? 'step' : undefined} class="relative flex sm:grid gap-3 sm:gap-2 sm:content-start sm:pe-3">
            {index < steps.length - 1 && <span aria-hidden="true" class={`absolute max-sm:hidden start-8 end-1 top-3 h-px ${standing === 'done' ? 'bg-good' : 'bg-line'}`} />}
            {index < steps.length - 1 && <span aria-hidden="true" class={`absolute sm:hidden start-3 top-7 -bottom-2 w-px ${standing === 'done' ? 'bg-good' : 'bg-line'}`} />}
            <span class={`grid place-items-center size-6 shrink-0 rounded-full border ${dot}`}><Icon name={icon} class="size-3.5" /></span>
            <span class="min-w-0">
              <span class={standing === 'todo' || standing === 'ended' ? 'text-soft' : 'font-medium'}>{label}</span><span class="unseen">: {word}</span>
              {(hint || at) && <span class="block text-sm text-soft wrap-anywhere">{hint ?? <Time at={at} />}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
