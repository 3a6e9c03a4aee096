import type { Failure } from '~/api/failure';
import { Button } from './button';
import { CopyButton } from './copy';
import { Icon } from './icon';

/** What went wrong in the server's words, the reference under which it is logged, and a way on. */
export function ErrorNote({ failure, retry }: { failure: Failure; retry?: () => void }) {
  return (
    <div role="alert" class="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg bg-bad-wash px-3 py-2.5">
      <Icon name="error" class="text-bad mt-0.5" />
      <div class="grow basis-60 min-w-0">
        <p class="wrap-anywhere">{failure.message}</p>
        {failure.ref && <p class="text-sm flex flex-wrap items-center gap-x-1">ref <code class="wrap-anywhere">{failure.ref}</code><CopyButton text={failure.ref} what="the reference" /></p>}
        {failure.more.upgrade_url && <p class="text-sm"><a class="link" href={failure.more.upgrade_url} target="_blank" rel="noreferrer">See other plans</a></p>}
      </div>
      {retry && <Button isSmall icon="refresh" onClick={retry}>Try again</Button>}
    </div>
  );
}
