import { LinkButton } from '~/parts/link';
import { Empty } from '~/parts/empty';
import { Page } from '~/parts/page';

export default function Overview() {
  return (
    <Page title="Overview">
      <Empty icon="domain" title="Your customers' domains, looked after" action={<LinkButton to="/domains" look="main">Go to domains</LinkButton>}>
        <p>What needs attention comes first here, and then everything that goes well.</p>
      </Empty>
    </Page>
  );
}
