/** The DNS provider inside `nameplate dev`. The list of providers leaves it out, since no other server has it. Pure. */
import type { Schema } from '~/api/client';

/** What is said of a provider where a credential is lent. */
export type Lendable = Pick<Schema<'Provider'>, 'key' | 'name' | 'credential' | 'console_url' | 'docs_url'>;

const sandbox: Lendable = {
  key: 'sandbox',
  name: 'Nameplate sandbox',
  credential: { kind: 'token', format: 'token', hint: 'The DNS of nameplate dev. Its DNS panel shows a token under API token.', gate: null },
  console_url: null,
  docs_url: null,
};

const isLocal = (host: string): boolean => /(^|\.)localhost$|^127\.|^\[::1\]$/.test(host);

/** Those that take a credential, and the sandbox: where an address names it, and on this machine, where `nameplate dev` runs. */
export const lendable = (providers: readonly Schema<'Provider'>[], wished: string, host: string): Lendable[] => [
  ...providers.filter(({ credential }) => credential.format !== ''),
  ...(wished === sandbox.key || isLocal(host) ? [sandbox] : []),
];

/** Of a credential that was lent. */
export const nameOf = (key: string, providers: readonly Lendable[]): string => [sandbox, ...providers].find((each) => each.key === key)?.name ?? key;
