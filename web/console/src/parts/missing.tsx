/** What an address names and is not there: no failure, and nothing that trying again would bring. */
import type { ComponentChildren } from 'preact';
import type { Failure } from '~/api/failure';
import { Empty } from './empty';
import type { IconName } from './icon';
import { LinkButton } from './link';

/** An id that nobody has, or that is none. */
export const isMissing = (failure: Failure | null): boolean => failure?.status === 404 || failure?.status === 400;

/** `what` in the singular; `all` is what the list of them, at `to`, is called; `children` instead of the usual words. */
export const Missing = ({ what, icon, to, all, children }: { what: string; icon: IconName; to: string; all: string; children?: ComponentChildren }) => (
  <Empty icon={icon} title={`There is no such ${what}`} action={<LinkButton to={to} look="main">Go to {all}</LinkButton>}>
    <p>{children ?? 'It may have been removed, or it belongs to another account than the one you are signed in to.'}</p>
  </Empty>
);

/** A tab that a page does not have, or not for this session. */
export const NoPart = ({ to }: { to: string }) => (
  <Empty icon="search" title="There is no such part" action={<LinkButton to={to} look="main">Go to the first part</LinkButton>}>
    <p>The address names a part that this page does not have, or that you may not see.</p>
  </Empty>
);
