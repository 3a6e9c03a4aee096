/** Where the visitor left off, for this tab: which domain, and the identifier of its connection. Nothing secret. */

export interface Remembered {
  jobId: string;
  domain: string;
}

const at = (applicationId: string): string => `connectdomain:${applicationId}`;

export function recall(applicationId: string): Remembered | null {
  try {
    return JSON.parse(sessionStorage.getItem(at(applicationId)) ?? 'null') as Remembered | null;
  } catch {
    return null;
  }
}

export function remember(applicationId: string, what: Remembered | null): void {
  try {
    if (what) sessionStorage.setItem(at(applicationId), JSON.stringify(what));
    else sessionStorage.removeItem(at(applicationId));
  } catch {
    // Storage may be forbidden: then the domain is typed in again, and found by its name.
  }
}
