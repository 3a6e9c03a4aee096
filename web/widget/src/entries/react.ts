/** For React: a button that opens the widget. React itself is the page's. */
import { type ButtonHTMLAttributes, createElement, type ReactElement } from 'react';
import { open } from './npm';

export type ConnectDomainButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** Called on each click: gets a token from your server, and says how to open. */
  options: () => Promise<Parameters<typeof open>[0]> | Parameters<typeof open>[0];
};

export function ConnectDomainButton({ options, ...button }: ConnectDomainButtonProps): ReactElement {
  return createElement('button', { type: 'button', ...button, onClick: () => void Promise.resolve(options()).then(open, reportError) });
}
