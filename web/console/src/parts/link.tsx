import type { AnchorHTMLAttributes, ComponentChildren } from 'preact';
import { hrefOf } from '~/shell/router';
import { type Look, buttonClass } from './button';
import { Icon, type IconName } from './icon';

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'class' | 'role'> {
  /** Within the console without its base (`/domains`), or a whole URL, which opens in a new tab. */
  to: string;
  class?: string;
  children?: ComponentChildren;
}

const outside = (to: string) => (to.startsWith('/') ? {} : { target: '_blank', rel: 'noreferrer' });

export function Link({ to, class: more = 'link', children, ...rest }: LinkProps) {
  return (
    <a {...outside(to)} {...rest} href={hrefOf(to)} class={more}>
      {children}
      {!to.startsWith('/') && <><Icon name="external" class="inline ms-1 size-3.5 align-[-0.15em]" /><span class="unseen"> (opens in a new tab)</span></>}
    </a>
  );
}

/** Goes somewhere and looks like a button. */
export function LinkButton({ to, look, icon, isSmall, children, class: more = '', ...rest }: LinkProps & { look?: Look; icon?: IconName; isSmall?: boolean }) {
  return (
    <a {...outside(to)} {...rest} href={hrefOf(to)} class={`${buttonClass(look, isSmall)} ${more}`}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}
