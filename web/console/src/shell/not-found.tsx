import { Empty } from '~/parts/empty';
import { LinkButton } from '~/parts/link';
import { Page } from '~/parts/page';

export default function NotFound() {
  return (
    <Page title="Not found">
      <Empty icon="search" title="There is nothing at this address" action={<LinkButton to="/" look="main">Go to the overview</LinkButton>}>
        <p>It may have been taken away, or it belongs to another account than the one you are signed in to.</p>
      </Empty>
    </Page>
  );
}
