/** Something to know or to do beforehand, in plain words first. */
import { h, type JSX } from 'preact';
import type { Finding } from '../api';
import type { Key } from '../strings';
import type { View } from '../view';
import { Icon } from './basic';

const TITLES: Record<string, Key> = {
  cname_conflict: T.cname_conflict,
  address_conflict: T.address_conflict,
  mx_under_cname: T.mx_under_cname,
  caa_forbids: T.caa_forbids,
  caa_restricts: T.caa_restricts,
  wildcard_shadow: T.wildcard_shadow,
  proxied: T.proxied,
  already_correct: T.already_correct,
  long_ttl: T.long_ttl,
  dns_unreachable: T.dns_unreachable,
  lame_delegation: T.lame_delegation,
  apex_needs_alias: T.apex_needs_alias,
  not_delegated: T.not_delegated,
  dnssec_bogus: T.dnssec_bogus,
};

export function Findings({ list, view }: { list: Finding[]; view: View }): JSX.Element | null {
  if (!list.length) return null;
  return (
    <ul class="findings">
      {list.map((finding) => {
        const title = TITLES[finding.code];
        return (
          <li class={finding.severity}>
            <Icon of={finding.code === 'already_correct' ? 'check' : finding.severity === 'info' ? 'info' : 'alert'} />
            <div>
              <b>{title !== undefined ? view.say(title) : <span lang="en">{finding.message}</span>}</b>
              {finding.record ? <code dir="ltr">{finding.record.type} {finding.record.host} {finding.record.value}</code> : null}
              {finding.code === 'already_correct' ? null : <p lang="en">{finding.fix}</p>}
              {title !== undefined && finding.severity !== 'info' ? <details><summary>{view.say(T.details)}</summary><p lang="en">{finding.message}</p></details> : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
