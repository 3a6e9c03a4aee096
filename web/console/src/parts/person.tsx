import type { Schema } from '~/api/client';
import { Icon, type IconName } from './icon';

export type Actor = Schema<'AuditActor'>;

const kinds: Record<string, [IconName, string]> = {
  api_key: ['key', 'API key'],
  ssh_key: ['key', 'SSH key'],
  member: ['member', 'Member'],
  widget_token: ['domain', 'Customer, in the widget'],
  operator: ['tenant', 'Operator'],
  platform_key: ['tenant', 'Operator'],
  billing: ['billing', 'Billing'],
  system: ['bolt', 'Nameplate'],
};

/** Who did it: a key, a person, a customer, or the platform by itself. */
export function ActorName({ actor }: { actor: Actor | null }) {
  const [icon, name] = kinds[actor?.kind ?? 'system'] ?? ['info' as const, actor?.kind ?? ''];
  return (
    <span class="inline-flex items-center gap-1.5 min-w-0">
      <Icon name={icon} class="text-soft" />
      <span class="wrap-anywhere">{actor?.name ?? actor?.email ?? actor?.fingerprint ?? name}</span>
      {actor?.last4 && <code class="text-soft">…{actor.last4}</code>}
    </span>
  );
}

/** A person, by name and address. */
export function Person({ name, email }: { name: string | null; email: string }) {
  return (
    <span class="inline-flex items-center gap-2.5 min-w-0">
      <Initials of={name ?? email} />
      <span class="min-w-0 grid">
        <span class="wrap-anywhere">{name ?? email}</span>
        {name && <span class="text-sm text-soft wrap-anywhere">{email}</span>}
      </span>
    </span>
  );
}

export function Initials({ of }: { of: string }) {
  const letters = of.split(/[\s@._-]+/).filter(Boolean).slice(0, 2).map((word) => word[0]!.toUpperCase()).join('');
  return <span aria-hidden="true" class="inline-grid place-items-center size-7 shrink-0 rounded-full bg-accent-wash text-link text-xs font-semibold">{letters}</span>;
}
