import { changeTenant, session, signOut } from '~/api/session';
import { Icon } from '~/parts/icon';
import { Menu, type MenuItem } from '~/parts/menu';
import { toastFailure } from '~/parts/toast';
import { flush } from '~/parts/undo';
import { openHelp } from './overlays';
import { navigate } from './router';
import { type Theme, theme } from './theme';

const themes: { value: Theme; label: string; icon: MenuItem['icon'] }[] = [
  { value: 'system', label: 'As the system', icon: 'screen' },
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
];

export async function leave(): Promise<void> {
  try {
    await flush();
    await signOut();
    navigate('/sign-in', { replace: true });
  } catch (thrown) {
    toastFailure(thrown);
  }
}

/** Whose account it is, how it looks, and the way out. */
export function AccountMenu() {
  const now = session.value;
  const name = now?.kind === 'platform_key' ? 'Platform' : (now?.tenant?.name ?? 'Nameplate');
  const who = now?.member ? (now.member.name ?? now.member.email) : now?.key ? `${now.key.name} …${now.key.last4}` : undefined;
  const others = now && now.tenants.length > 1 ? now.tenants : [];
  const items: (MenuItem | null)[] = [
    ...others.map((tenant) => ({ label: tenant.name, hint: tenant.role, icon: 'tenant' as const, isChosen: tenant.id === now?.tenant?.id, run: () => void changeTenant(tenant.id).then(() => navigate('/'), toastFailure) })),
    ...(others.length > 0 ? [null] : []),
    ...themes.map(({ value, label, icon }) => ({ label, icon, isChosen: theme.value === value, run: () => void (theme.value = value) })),
    null,
    { label: 'Keyboard shortcuts', icon: 'keyboard', run: openHelp },
    ...(now ? [{ label: 'Sign out', hint: who, icon: 'sign-out' as const, run: () => void leave() }] : []),
  ];
  return (
    <Menu label={`Account: ${name}`} items={items}>
      <span class="max-w-40 truncate text-fg">{name}</span>
      <Icon name="chevrons" class="size-3.5" />
    </Menu>
  );
}
