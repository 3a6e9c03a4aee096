/** What went wrong on the way to the provider of sign-ins and back, in words and with a remedy. */
const problems: Record<string, string> = {
  not_configured: "Signing in with a person's account is not set up on this server.",
  access_denied: 'The sign-in was cancelled. Try again when you are ready.',
  state_mismatch: 'The sign-in was begun in another window, or too long ago. Begin again.',
  expired: 'That took too long. Begin again.',
  not_invited: 'No invitation and no membership belongs to this address. Ask an owner or admin to invite you.',
  invitation_expired: 'The invitation has expired. Ask for another.',
  invitation_used: 'The invitation was used already. If that was you, sign in without it.',
  invitation_other_address: 'The invitation is for another address. Sign in with the address it was sent to.',
  email_unverified: 'Your provider has not verified your address yet. Verify it there, and come back.',
  provider_unreachable: 'The provider of sign-ins does not answer. Try again in a moment.',
  provider_error: 'The provider of sign-ins refused. Try again, or ask who looks after it.',
};

export const explained = (code: string): string =>
  problems[code] ?? `The sign-in did not work (${code.replaceAll(/[^\w.-]/g, '').slice(0, 40)}). Begin again; if it goes on, tell whoever runs this server the reference.`;
