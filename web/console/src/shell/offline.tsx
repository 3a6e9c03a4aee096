import { lookUpSession, sessionState } from '~/api/session';
import { Button } from '~/parts/button';
import { Empty } from '~/parts/empty';
import { Page } from '~/parts/page';
import { useEffect } from 'preact/hooks';

/** A server that begins anew says nothing of that: it is asked. */
const AGAIN_MS = 3_000;

/** The shell without a network. Nothing of yours is kept in this browser, so there is nothing to show. */
export default function Offline() {
  useEffect(() => {
    const look = (): void => void lookUpSession();
    const timer = setInterval(() => document.visibilityState === 'visible' && look(), AGAIN_MS);
    addEventListener('online', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      removeEventListener('online', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return (
    <Page title="Offline">
      <Empty icon="offline" title="The server cannot be reached" action={<Button look="main" icon="refresh" onClick={() => { sessionState.value = 'unknown'; void lookUpSession(); }}>Try again</Button>}>
        <p>You are offline, or the server is. The console opens again by itself when it can be reached again.</p>
        <p>What you look after goes on meanwhile: nothing of it depends on this page.</p>
      </Empty>
    </Page>
  );
}
