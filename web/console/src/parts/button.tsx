import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';

/** `main`: the one thing to do here. `plain`: another. `quiet`: without a border. `danger`: takes something away. */
export type Look = 'main' | 'plain' | 'quiet' | 'danger';

const looks: Record<Look, string> = {
  main: 'bg-accent text-on-accent hover:brightness-110 border-transparent',
  plain: 'bg-panel text-fg border-line hover:bg-wash shadow-panel',
  quiet: 'bg-transparent text-soft hover:text-fg hover:bg-wash border-transparent',
  danger: 'bg-bad-fill text-on-accent hover:brightness-110 border-transparent',
};

/** For links that look like buttons too. */
export const buttonClass = (look: Look = 'plain', isSmall = false): string =>
  `inline-flex items-center justify-center gap-1.5 border rounded-md font-medium whitespace-nowrap select-none transition-[background,filter] duration-100 disabled:opacity-50 aria-disabled:opacity-50 ${
    isSmall ? 'hit-small px-2 text-sm' : 'hit px-3'
  } ${looks[look]}`;

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'class' | 'size'> {
  look?: Look;
  icon?: IconName;
  isSmall?: boolean;
  /** It is being done: it turns, and cannot be pressed twice. */
  isBusy?: boolean;
  class?: string;
  children?: ComponentChildren;
}

export function Button({ look, icon, isSmall, isBusy = false, class: more = '', children, onClick, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} aria-busy={isBusy || undefined} onClick={isBusy ? (event) => event.preventDefault() : onClick} class={`${buttonClass(look, isSmall)} ${more}`}>
      {isBusy ? <Spinner /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button that shows a mark only; `label` is its name. */
export function IconButton({ label, icon, class: more = '', ...rest }: Omit<ButtonProps, 'children' | 'icon'> & { label: string; icon: IconName }) {
  return <Button look="quiet" {...rest} icon={icon} aria-label={label} title={label} class={`px-0! aspect-square ${more}`} />;
}

export const Spinner = () => (
  <svg viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true" class="spinner shrink-0">
    <path d="M10 3a7 7 0 0 1 7 7" />
  </svg>
);
