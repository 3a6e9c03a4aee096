/** `window.connectdomain`, with the names it had before. */
import type { Opened, Options } from '../options';

export interface ConnectDomain {
  open(options: Options): Opened;
  showConnect(options: Options): Opened;
  close(): void;
}

declare global {
  interface Window {
    connectdomain?: ConnectDomain;
    customdomain?: ConnectDomain;
  }
}

export function publish(open: (options: Options) => Opened): void {
  let opened: Opened | undefined;
  const show = (options: Options): Opened => (opened = open(options));
  window.customdomain = window.connectdomain = { open: show, showConnect: show, close: () => opened?.close() };
}
