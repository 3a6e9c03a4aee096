/** The certificates from the leaf to the root, as a path. */
import type { Schema } from '~/api/client';
import { Badge } from '~/parts/badge';
import { Copyable } from '~/parts/copy';
import { Facts } from '~/parts/facts';
import { Icon } from '~/parts/icon';
import { dateOf } from '~/parts/instants';
import { Time } from '~/parts/time';

type Link = Schema<'ChainCertificate'>;

/** "CN=E7, O=Let's Encrypt" → "E7"; what has no common name by its organisation, else as it is. */
export const called = (name: string): string => part(name, 'CN') ?? part(name, 'O') ?? name;
const part = (name: string, key: string): string | undefined => new RegExp(`(?:^|[,+]\\s*)${key}=("[^"]*"|(?:\\\\.|[^,+])+)`).exec(name)?.[1]?.trim().replace(/^"|"$/g, '');

const isRoot = ({ subject, issuer }: Link): boolean => subject === issuer;

interface ChainProps {
  links: readonly Link[];
  /** What the leaf is for: newer ones have no subject. */
  names: readonly string[];
  /** Signed by the CA of this installation, which no browser knows by itself. */
  isInternal: boolean;
}

export function Chain({ links, names, isInternal }: ChainProps) {
  const last = links.at(-1)!;
  return (
    <ol class="grid">
      {links.map((link, index) => {
        const name = called(link.subject) || (index === 0 ? names[0] : null) || 'without a name';
        return (
          <li key={link.fingerprint_sha256} class="relative flex gap-3 pb-5">
            <span aria-hidden="true" class={`absolute start-3 top-7 bottom-0 w-px bg-line ${index === links.length - 1 && isRoot(link) ? 'hidden' : ''}`} />
            <span class="grid place-items-center size-6 shrink-0 rounded-full border border-line bg-panel text-soft"><Icon name={index === 0 ? 'domain' : isRoot(link) ? 'authority' : 'certificate'} class="size-3.5" /></span>
            <details class="grow min-w-0" open={index === 0}>
              <summary class="hit flex flex-wrap items-center gap-x-3 rounded-md">
                <b class="font-medium wrap-anywhere">{name}</b>
                <Badge>{index === 0 ? 'leaf' : isRoot(link) ? 'root' : 'intermediate'}</Badge>
                <span class="text-sm text-soft ms-auto">until {dateOf(link.not_after)}</span>
              </summary>
              <div class="pt-2">
                <Facts
                  facts={[
                    link.subject ? ['Subject', link.subject] : index === 0 && names.length > 0 ? ['Names', names.join(', ')] : null,
                    ['Issuer', link.issuer],
                    ['Valid', <><Time at={link.not_before} isExact /> to <Time at={link.not_after} isExact /></>],
                    ['Serial', <Copyable text={link.serial} what={`the serial number of ${name}`} />],
                    ['SHA-256', <Copyable text={link.fingerprint_sha256} what={`the fingerprint of ${name}`} />],
                  ]}
                />
              </div>
            </details>
          </li>
        );
      })}
      {!isRoot(last) && (
        <li class="flex gap-3 items-center text-soft">
          <span class="grid place-items-center size-6 shrink-0 rounded-full border border-dashed border-edge"><Icon name="authority" class="size-3.5" /></span>
          <span class="wrap-anywhere">{called(last.issuer)}, {isInternal ? 'which browsers do not know unless they were given it' : 'which browsers bring themselves'}</span>
        </li>
      )}
    </ol>
  );
}
