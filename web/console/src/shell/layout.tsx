/** What stands around every view: the navigation, who one is, whether news arrive. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { session } from '~/api/session';
import { IconButton } from '~/parts/button';
import { Modal } from '~/parts/dialog';
import { Icon } from '~/parts/icon';
import { Kbd } from '~/parts/kbd';
import { Toasts } from '~/parts/toast';
import { AccountMenu } from './account-menu';
import { LiveDot } from './live-dot';
import { Mark } from './mark';
import { Navigation } from './navigation';
import { Overlays, openPalette } from './overlays';
import { hrefOf, place } from './router';
import { ShellShortcuts } from './shell-shortcuts';

export function Layout({ children }: { children: ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  const { path } = place.value;
  // Before the new view takes the focus, which nothing behind a dialog can.
  useLayoutEffect(() => setOpen(false), [path]);
  return (
    <>
      <a href="#main" class="unseen focus:not-[.x]:fixed focus:z-50 focus:[clip-path:none] focus:size-auto focus:start-3 focus:top-3 focus:px-3 focus:py-2 focus:bg-raised focus:rounded-md focus:shadow-float" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>Skip to content</a>
      <div class="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        <aside class="max-lg:hidden sticky top-0 h-dvh overflow-y-auto flex flex-col border-e border-line px-3 pt-3 pb-2">
          <Brand />
          <Navigation />
        </aside>
        <div class="min-w-0 flex flex-col">
          <header class="sticky top-0 z-20 flex items-center gap-2 h-13 px-3 sm:px-6 bg-page border-b border-line">
            <IconButton class="lg:hidden" label="Open the navigation" icon="menu" onClick={() => setOpen(true)} />
            <a href={hrefOf('/')} aria-label="Overview" class="lg:hidden grid place-items-center hit"><Mark /></a>
            <Search />
            <span class="grow" />
            <LiveDot />
            <AccountMenu />
          </header>
          <main id="main" tabIndex={-1} class="grow w-full max-w-6xl mx-auto px-4 sm:px-6 py-6 outline-none">{children}</main>
        </div>
      </div>
      <Modal isOpen={isOpen} close={() => setOpen(false)} class="drawer drawer-start" aria-label="Navigation">
        <div class="flex flex-col h-full px-3 pt-3 pb-2">
          <div class="flex items-start"><Brand /><IconButton class="ms-auto" label="Close the navigation" icon="close" onClick={() => setOpen(false)} /></div>
          <Navigation />
        </div>
      </Modal>
      <Overlays />
      <ShellShortcuts />
      <Toasts />
    </>
  );
}

const Brand = () => (
  <a href={hrefOf('/')} class="hit flex items-center gap-2.5 px-2 mb-3 rounded-md font-semibold tracking-tight">
    <Mark /> <span class="truncate">{session.value?.kind === 'platform_key' ? 'Platform' : 'Nameplate'}</span>
  </a>
);

const Search = () => (
  <button type="button" onClick={openPalette} aria-keyshortcuts="Control+K Meta+K" class="hit flex items-center gap-2 px-2.5 rounded-md border border-line bg-panel text-soft hover:text-fg hover:border-edge sm:w-64 max-sm:border-transparent max-sm:bg-transparent">
    <Icon name="search" /> <span class="max-sm:unseen grow text-start">Search<span class="unseen"> and commands</span></span> <span class="max-sm:hidden" aria-hidden="true"><Kbd keys="mod+k" /></span>
  </button>
);
