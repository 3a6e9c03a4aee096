import { useState } from 'preact/hooks';
import { Checkbox } from '~/parts/field';
import { type EventType, events } from './events';

/** All events, also those to come, or some. The boxes are named by their event. */
export function EventChoice({ chosen }: { chosen: readonly EventType[] }) {
  const [isAll, setAll] = useState(chosen.length === 0);
  return (
    <fieldset class="grid gap-1">
      <legend class="font-medium text-sm mb-1">Events</legend>
      <Checkbox name="all" label="All of them, also those to come" checked={isAll} onChange={(event) => setAll(event.currentTarget.checked)} />
      {!isAll && (
        <div class="grid sm:grid-cols-2 gap-x-4 gap-y-1 ps-6 items-start">
          {events.map(({ type, meaning }) => <Checkbox key={type} name={type} label={<code>{type}</code>} hint={meaning} defaultChecked={chosen.includes(type)} />)}
        </div>
      )}
    </fieldset>
  );
}

/** What was ticked; nothing is all. */
export const chosenEvents = (data: FormData): EventType[] => (data.has('all') ? [] : events.map(({ type }) => type).filter((type) => data.has(type)));
