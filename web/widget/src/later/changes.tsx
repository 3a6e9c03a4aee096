/** What a write changes, before and after. */
import { h, type JSX } from 'preact';
import type { ZoneChange } from '../api';
import type { View } from '../view';

const WORDS = { create: T.added, update: T.replaced, delete: T.removed };

export function Changes({ list, view }: { list: ZoneChange[]; view: View }): JSX.Element {
  return (
    <ul class="changes">
      {list.map((change) => (
        <li class={change.action}>
          <p><span class="tag" dir="ltr">{change.type}</span><b dir="ltr" class="name">{change.name}</b><span class="verb">{view.say(WORDS[change.action])}</span></p>
          {change.before?.values.map((value) => <del dir="ltr"><code>{value}</code></del>)}
          {change.after?.values.map((value) => <ins dir="ltr"><code>{value}</code></ins>)}
        </li>
      ))}
    </ul>
  );
}
