/** The widget itself, drawn anew with each change of its looks; what is done in it is done. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, failureFrom } from '~/api/failure';
import { api, ask } from '~/api/client';
import { Card } from '~/parts/card';
import { ErrorNote } from '~/parts/error-note';
import { Link } from '~/parts/link';
import { Skeleton } from '~/parts/skeleton';
import { WIDGET, trusted } from '~/shell/trusted';
import { type Wish, chosen } from './snippets';

interface Widget {
  open: (options: object) => { close: () => void };
}
declare global {
  interface Window {
    connectdomain?: Widget;
  }
}

const WAIT_MS = 250;
let loading: Promise<Widget> | null = null;

/** As a page of a customer's product loads it. */
function load(): Promise<Widget> {
  loading ??= new Promise<Widget>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = trusted(WIDGET);
    script.onload = () => (window.connectdomain ? resolve(window.connectdomain) : reject(new Error('The widget was not built into this server: run make web.')));
    script.onerror = () => reject(new Error('The widget could not be loaded; it may not have been built into this server.'));
    document.head.append(script);
  }).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

export function Preview({ wish, allowed }: { wish: Wish; allowed: readonly string[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'starting' | 'open' | 'closed'>('starting');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [round, setRound] = useState(0);
  const { application, domain, brandName, hasEmail } = wish;
  const theme = JSON.stringify(chosen(wish.theme));
  const isAllowed = allowed.length === 0 || allowed.includes(location.origin);
  const opened = useRef<{ close: () => void } | null>(null);
  /** One token for all looks of the same wish; another when it is over. */
  const token = useRef<{ of: string; text: Promise<string | null> } | null>(null);

  const close = (): void => {
    const former = opened.current;
    opened.current = null;
    former?.close();
  };
  useEffect(() => close, []);
  useEffect(() => {
    if (!isAllowed) return;
    let isOver = false;
    const of = `${application} ${domain}`;
    const mint = (): Promise<string | null> => {
      const text = ask(api.POST('/v1/tokens', { body: { application_id: application, domain: domain || null } })).then(({ auth_token }) => auth_token);
      token.current = { of, text };
      text.catch(() => (token.current = null));
      return text;
    };
    const timer = setTimeout(async () => {
      try {
        const [widget, text] = await Promise.all([load(), token.current?.of === of ? token.current.text : mint()]);
        if (isOver) return;
        // Only now: until the next one stands there, nothing moves.
        close();
        const now = widget.open({ applicationId: application, token: text, brandName, email: hasEmail, theme: JSON.parse(theme), inline: true, container: frame.current, onTokenExpired: mint, onClose: () => opened.current === now && setState('closed') });
        opened.current = now;
        setFailure(null);
        setState('open');
      } catch (thrown) {
        if (!isOver) setFailure(failureFrom(thrown));
      }
    }, WAIT_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [application, domain, brandName, hasEmail, theme, isAllowed, round]);

  return (
    <Card title="Preview" lead="The real widget with a real token: what is connected here is connected.">
      {!isAllowed && <p class="text-soft wrap-anywhere">This application is embedded by pages of {allowed.join(', ')} only. Add <code>{location.origin}</code> to <Link to={`/applications/${application}`}>its settings</Link> to see it here.</p>}
      {failure && <ErrorNote failure={failure} retry={() => setRound(round + 1)} />}
      {isAllowed && !failure && state === 'starting' && <Skeleton />}
      {state === 'closed' && <p class="text-soft">It was closed. <button type="button" class="link" onClick={() => (setState('starting'), setRound(round + 1))}>Open it again</button></p>}
      <div ref={frame} />
    </Card>
  );
}
