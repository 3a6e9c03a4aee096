/** What a page may ask of the widget. The first part is the reference's; the second adds to it. */
import type { Strings } from './strings/en';

/** Colours are CSS colours, lengths CSS lengths. What cannot be read as such is left out. */
export interface Theme {
  accentColor?: string;
  accentTextColor?: string;
  background?: string;
  foreground?: string;
  radius?: string;
  logoUrl?: string;
  /** Leaves out the mark at the foot. */
  hideBranding?: boolean;
  /** `auto` follows the visitor's system, or `background` where it is given. */
  colorScheme?: 'light' | 'dark' | 'auto';
}

export interface Options {
  applicationId: string;
  /** A widget token of `POST /v1/tokens`, made by your server. */
  token: string;
  brandName?: string;
  /** Offer to set up email once the domain is live. */
  email?: boolean;
  theme?: Theme;
  /** Base URL of the API; the origin that the script came from when absent. */
  baseUrl?: string;
  /** Called for each host name that went live. */
  onSuccess?: (result: { id: string; domain: string }) => void;
  onClose?: (result: { id: string | null; domain: string; succeeded: boolean }) => void;

  /** Domain to begin with. */
  prefilledDomain?: string;
  /** BCP 47; the page's language when absent. */
  locale?: string;
  /** Replaces single texts. */
  strings?: Partial<Strings>;
  dir?: 'ltr' | 'rtl';
  /** Whether `www` and the bare domain go together: `ask` (the default), always, or never. */
  www?: 'ask' | boolean;
  /** Whether a link for a colleague is offered; true when absent. */
  shareable?: boolean;
  /** Where the widget's element goes; the body when absent. */
  container?: HTMLElement;
  /** A part of the page, in `container`, instead of a window above it. */
  inline?: boolean;
  onStep?: (detail: StepDetail) => void;
  /** A fresh token, so that the flow goes on where it was; null ends the session. */
  onTokenExpired?: () => Promise<string | null | undefined> | string | null | undefined;
}

export interface StepDetail {
  domain: string;
  provider: string | null;
  step: string;
  jobId: string | null;
}

/** What `open` returns. */
export interface Opened {
  close(): void;
}
