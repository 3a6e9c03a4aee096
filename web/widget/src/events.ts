/** What the page is told: window events, with exactly the details of the reference. */
import type { StepDetail } from './options';

export interface SuccessDetail {
  domain: string;
  success: true;
  setupType: string;
  provider: string | null;
  jobId: string;
}

export interface CloseDetail {
  domain: string;
  success: boolean;
  setupType: string | null;
  provider: string | null;
  lastStatus: string | null;
  jobId: string | null;
  reason: CloseReason;
}

/** `completed`: live, and closed by hand or by the page. `session_expired`: mint a token and open again. */
export type CloseReason = 'completed' | 'user_closed' | 'session_expired' | 'host_closed';

export function tell(name: 'step', detail: StepDetail): void;
export function tell(name: 'success', detail: SuccessDetail): void;
export function tell(name: 'close', detail: CloseDetail): void;
export function tell(name: string, detail: unknown): void {
  window.dispatchEvent(new CustomEvent(`connectdomain:${name}`, { detail }));
}

/** Calls what the page gave; its mistakes are its own and never ours. */
export function call<Given>(callback: ((given: Given) => void) | undefined, given: Given): void {
  try {
    callback?.(given);
  } catch (error) {
    reportError(error);
  }
}
