/** What went wrong on the way to the provider of sign-ins and back, in words and with a remedy. */
const problems: Record<string, string> = {
  not_configured: "Signing in with a person's account is not set up on this server.",
  denied: 'The sign-in was cancelled. Try again when you are ready.',
  provider: 'The provider of sign-ins does not answer, or not as it should. Try again in a moment; if it goes on, tell whoever runs this server the reference.',
  state: 'The sign-in was begun in another window, or too long ago. Begin again.',
  email_unverified: 'Your provider has not verified your address yet. Verify it there, and come back.',
  no_membership: 'No membership belongs to this account. Ask an owner or admin to invite you.',
  invitation_over: 'The invitation was used, withdrawn, or has expired. If you took it, sign in without it; else ask for another.',
  invitation_for_another: 'The invitation is for another address. Sign in with the address it was sent to.',
  suspended: 'This tenant is suspended. Ask whoever runs this server.',
};

export const explained = (code: string): string =>
  problems[code] ?? `The sign-in did not work (${code.replaceAll(/[^\w.-]/g, '').slice(0, 40)}). Begin again; if it goes on, tell whoever runs this server the reference.`;
