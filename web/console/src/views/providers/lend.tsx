/** How a credential is had at the provider, and how it is lent to an application. */
import { useState } from 'preact/hooks';
import { can } from '~/api/session';
import { Badge } from '~/parts/badge';
import { Card } from '~/parts/card';
import { Code } from '~/parts/code';
import { Select } from '~/parts/field';
import { Link, LinkButton } from '~/parts/link';
import { defaultOf, useApplications } from '../domains/applications';
import { lendSnippet, shapeOf } from './credential';
import type { Provider } from './ways';

export function GetCredential({ provider }: { provider: Provider }) {
  const { credential, console_url, name } = provider;
  return (
    <Card title="Get a credential" lead="The customer does this once, at the provider. The least that is needed is named below.">
      <ol class="grid gap-4">
        {credential.gate && <Step number={1} title="See whether the account may"><p class="text-pretty">{credential.gate}</p></Step>}
        <Step number={credential.gate ? 2 : 1} title="Make it">
          <p class="text-pretty">{credential.hint}</p>
          {console_url && <p><Link to={console_url}>Go there at {name}</Link></p>}
        </Step>
        <Step number={credential.gate ? 3 : 2} title="Note its parts"><Parts format={credential.format} /></Step>
      </ol>
    </Card>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: preact.ComponentChildren }) {
  return (
    <li class="flex gap-3">
      <span aria-hidden="true" class="grid place-items-center size-6 shrink-0 rounded-full bg-accent-wash text-link text-sm font-semibold">{number}</span>
      <div class="grid gap-1.5 min-w-0"><h3 class="text-base">{title}</h3>{children}</div>
    </li>
  );
}

const joins = { one: '', ':': 'Joined by colons.', '.': 'Joined by a dot.', json: 'As one JSON object.' };

function Parts({ format }: { format: string }) {
  const { by, parts } = shapeOf(format);
  return (
    <div class="grid gap-2">
      <p><code class="wrap-anywhere">{format}</code></p>
      {(by !== 'one' || parts.length > 1) && (
        <ul class="grid gap-1.5 sm:grid-cols-2">
          {parts.map((part) => (
            <li key={part.name} class="flex items-center gap-2 rounded-md border border-line bg-sunk px-2.5 py-1"><code class="grow wrap-anywhere">{part.name}</code>{part.isOptional && <Badge>optional</Badge>}</li>
          ))}
        </ul>
      )}
      {joins[by] && <p class="text-sm text-soft">{joins[by]}</p>}
    </div>
  );
}

/** Sealed when it is stored; shown to nobody again. */
export function Lend({ provider }: { provider: Provider }) {
  const mayLend = can('apps:admin');
  const { data: all = [] } = useApplications(mayLend || can('connections:read'));
  const [chosen, setChosen] = useState('');
  const id = chosen || defaultOf(all)?.id || '<application-id>';
  return (
    <Card title="Lend it to an application" lead="It is sealed and never shown again. Domains of that application are then written and proven by themselves; every write is kept as a change set that can be undone.">
      <div class="grid gap-4">
        {all.length > 0 && (
          <div class="flex flex-wrap items-end gap-3">
            {all.length > 1 && <Select class="grow max-w-sm basis-52" name="application" label="Application" value={id} options={all.map((each) => ({ value: each.id, label: each.name }))} onChange={(event) => setChosen(event.currentTarget.value)} />}
            {mayLend && <LinkButton to={`/applications/${id}/credentials?provider=${encodeURIComponent(provider.key)}`} look="main" icon="plus">Add to {all.length > 1 ? 'application' : all[0]!.name}</LinkButton>}
          </div>
        )}
        <Code title="By a program" text={lendSnippet(location.origin, id, provider)} />
      </div>
    </Card>
  );
}
