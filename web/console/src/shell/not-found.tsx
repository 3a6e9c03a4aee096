import { Empty } from '~/parts/empty';
import { LinkButton } from '~/parts/link';
import { Page } from '~/parts/page';
import type { ViewProps } from './lazy';

/** `isClosed`: it is there, and this session may do nothing of what it is for. */
export default function NotFound({ params: { isClosed } }: ViewProps) {
  return (
    <Page title={isClosed ? 'Not open to you' : 'Not found'}>
      <Empty icon={isClosed ? 'key' : 'search'} title={isClosed ? 'You may not do what this page is for' : 'There is nothing at this address'} action={<LinkButton to="/" look="main">Go to the overview</LinkButton>}>
        <p>{isClosed ? 'The role or the API key that you are signed in with does not reach so far. An owner or an admin of the account can give you another.' : 'It may have been taken away, or it belongs to another account than the one you are signed in to.'}</p>
      </Empty>
    </Page>
  );
}
