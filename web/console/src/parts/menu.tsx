/** Things to do, behind a button. Arrow keys, Home, End, Esc; the browser closes it on a click elsewhere. */
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { hrefOf } from '~/shell/router';
import { type ButtonProps, Button, IconButton } from './button';
import { Icon, type IconName } from './icon';
import { place } from './place';

export interface MenuItem {
  label: string;
  icon?: IconName;
  hint?: string;
  /** Where it goes; or `run`. */
  to?: string;
  run?: () => void;
  isDanger?: boolean;
  isOff?: boolean;
  /** One of several: this is the one. */
  isChosen?: boolean;
}

interface MenuProps extends Pick<ButtonProps, 'look' | 'isSmall' | 'icon' | 'class'> {
  label: string;
  /** `null` draws a line. */
  items: readonly (MenuItem | null)[];
  at?: 'start' | 'end';
  /** What the button shows; only its mark when absent. */
  children?: ComponentChildren;
}

export function Menu({ label, items, at = 'end', children, icon = 'more', look = 'quiet', ...rest }: MenuProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const entries = (): HTMLElement[] => [...list.current!.querySelectorAll<HTMLElement>('[role^=menuitem]:not([aria-disabled])')];

  const onToggle = (event: ToggleEvent): void => {
    setOpen(event.newState === 'open');
    if (event.newState !== 'open') return;
    place(list.current!, list.current!.previousElementSibling!, at);
    entries()[0]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = entries();
    const now = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Tab') list.current!.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    all[next % all.length]?.focus();
  };

  const shared = { 'aria-haspopup': 'menu', 'aria-expanded': isOpen, popovertarget: id, look, ...rest } as const;
  return (
    <span class="inline-flex">
      {children ? <Button {...shared} aria-label={label}>{children}</Button> : <IconButton {...shared} icon={icon} label={label} />}
      <div ref={list} id={id} popover="auto" role="menu" aria-label={label} onToggle={onToggle} onKeyDown={onKeyDown} class="float bg-raised text-fg shadow-float rounded-lg p-1 min-w-44 max-w-80 border-0">
        {items.map((item, index) => (item ? <Entry key={item.label} item={item} done={() => list.current!.hidePopover()} /> : <hr key={index} class="my-1 border-line" />))}
      </div>
    </span>
  );
}

function Entry({ item, done }: { item: MenuItem; done: () => void }) {
  const { label, icon, hint, to, run, isDanger, isOff, isChosen } = item;
  const look = `hit w-full flex items-center gap-2.5 px-2.5 py-1 rounded-md text-start hover:bg-wash focus:bg-wash outline-none aria-disabled:opacity-50 ${isDanger ? 'text-bad' : ''}`;
  const inside = (
    <>
      {icon && <Icon name={icon} class={isDanger ? '' : 'text-soft'} />}
      <span class="grow">{label}{hint && <span class="block text-xs text-soft">{hint}</span>}</span>
      {isChosen && <Icon name="check" class="text-link" />}
    </>
  );
  if (to) return <a role="menuitem" tabIndex={-1} href={hrefOf(to)} target={to.startsWith('/') ? undefined : '_blank'} rel="noreferrer" class={look} onClick={done}>{inside}</a>;
  const choice = isChosen === undefined ? { role: 'menuitem' as const } : { role: 'menuitemradio' as const, 'aria-checked': isChosen };
  return (
    <button type="button" {...choice} tabIndex={-1} aria-disabled={isOff || undefined} class={look} onClick={() => { if (isOff) return; done(); run?.(); }}>
      {inside}
    </button>
  );
}
