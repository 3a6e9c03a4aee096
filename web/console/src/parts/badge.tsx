import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';
const tones: Record<Tone, string> = {
  plain: 'bg-wash text-soft',
  accent: 'bg-accent-wash text-link',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
};

export function Badge({ tone = 'plain', icon, children }: { tone?: Tone; icon?: IconName; children: ComponentChildren }) {
  return (
    <span class={`badge inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${tones[tone]}`}>
      {icon && <Icon name={icon} class="size-3.5" />}
      {children}
    </span>
  );
}
