/** The mark of a DNS provider, as the program draws it. The name stands beside it; alone it says so itself. */
export function ProviderLogo({ provider, name, size = 20 }: { provider: string; name?: string; size?: 16 | 20 | 32 }) {
  return <img src={`/logos/${encodeURIComponent(provider)}.svg`} alt={name ?? ''} width={size} height={size} loading="lazy" class="shrink-0 rounded-sm" />;
}
