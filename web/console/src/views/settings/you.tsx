import { session } from '~/api/session';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Copyable } from '~/parts/copy';
import { Facts } from '~/parts/facts';
import { Icon } from '~/parts/icon';
import { Segments } from '~/parts/tabs';
import { Time } from '~/parts/time';
import { leave } from '~/shell/account-menu';
import { type Theme, theme } from '~/shell/theme';
import { scopes } from '~/views/keys/scopes';
import { labelOf } from './roles';

const themes = [{ value: 'system', label: 'As the system' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }] as const;

/** Who is signed in here, and how it looks. */
export function You() {
  const now = session.value;
  if (!now) return null;
  return (
    <div class="grid gap-5 lg:grid-cols-2 items-start">
      <Card title="Signed in" actions={<Button icon="sign-out" onClick={() => void leave()}>Sign out</Button>}>
        <Facts facts={[
          ['As', now.member ? `${now.member.name ?? now.member.email}${now.member.name ? ` (${now.member.email})` : ''}` : now.key ? <>key {now.key.name} <code class="text-soft">…{now.key.last4}</code></> : null],
          ['Role', now.role && labelOf(now.role)],
          ['Account', now.tenant && now.tenant.name],
          ['Account id', now.tenant && <Copyable text={now.tenant.id} what="the account's id" />],
          ['How', now.by_cookie ? 'Remembered by this browser, in a cookie that scripts cannot read.' : 'For this window only: the key is in its memory, and gone when it is loaded anew.'],
          ['Ends', now.expires_at && <Time at={now.expires_at} />],
        ]} />
      </Card>
      {now.scopes.length > 0 && (
        <Card title="What you may do">
          <ul class="grid gap-2">
            {scopes.map(({ scope, meaning }) => (
              <li key={scope} class={`flex items-start gap-2 ${now.scopes.includes(scope) ? '' : 'text-soft'}`}>
                <span class={`mt-1 ${now.scopes.includes(scope) ? 'text-good' : ''}`}><Icon name={now.scopes.includes(scope) ? 'check' : 'minus'} /><span class="unseen">{now.scopes.includes(scope) ? 'Yes:' : 'No:'}</span></span>
                <span>{meaning}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title="Looks" lead="Remembered in this browser.">
        <Segments<Theme> label="Theme" options={themes} value={theme.value} choose={(value) => (theme.value = value)} />
      </Card>
    </div>
  );
}
