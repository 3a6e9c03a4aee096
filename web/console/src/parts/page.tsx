/** A view's frame: its title (which takes the focus when one comes here), what can be done, and the way back. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { hrefOf, navigations } from '~/shell/router';
import { Icon } from './icon';

export interface Crumb {
  label: string;
  to: string;
}

interface PageProps {
  /** Of the window too. */
  title: string;
  /** Beside the title: a badge. */
  mark?: ComponentChildren;
  lead?: ComponentChildren;
  crumbs?: readonly Crumb[];
  actions?: ComponentChildren;
  children?: ComponentChildren;
}

let focusedAt = 0;

export function Page({ title, mark, lead, crumbs = [], actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Nameplate`;
  }, [title]);
  useEffect(() => {
    // Once for each navigation, and never on the first screen.
    if (navigations.value === focusedAt) return;
    focusedAt = navigations.value;
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      <header class="mb-5 grid gap-1">
        {crumbs.length > 0 && (
          <nav aria-label="Breadcrumbs">
            <ol class="flex flex-wrap items-center gap-1 text-sm text-soft">
              {crumbs.map((crumb) => (
                <li key={crumb.to} class="inline-flex items-center gap-1">
                  <a href={hrefOf(crumb.to)} class="hover:text-fg hover:underline rounded-sm py-1">{crumb.label}</a>
                  <Icon name="chevron-right" class="size-3 rtl:-scale-x-100" />
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
          <div class="grow flex flex-wrap items-center gap-x-3 gap-y-2">
            <h1 ref={heading} tabIndex={-1} class="text-xl">{title}</h1>
            {mark}
          </div>
          {actions && <div class="flex flex-wrap gap-2">{actions}</div>}
        </div>
        {lead && <p class="text-soft max-w-2xl text-pretty">{lead}</p>}
      </header>
      {children}
    </>
  );
}
