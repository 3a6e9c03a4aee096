/** People of the account, and those who were asked to join. */
import { useState } from 'preact/hooks';
import { type Schema, api, ask } from '~/api/client';
import { cache, change, usePages, useQuery, withhold } from '~/api/query';
import { role, session } from '~/api/session';
import { Badge } from '~/parts/badge';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Confirm } from '~/parts/confirm';
import { ErrorNote } from '~/parts/error-note';
import { Select } from '~/parts/field';
import { Person } from '~/parts/person';
import { Skeleton } from '~/parts/skeleton';
import { Time } from '~/parts/time';
import { toastFailure } from '~/parts/toast';
import { later } from '~/parts/undo';
import type { Pages } from '~/api/pages';
import { Invite } from './invite';
import { type Role, labelOf, mayChange, mayGive, roles } from './roles';

type Member = Schema<'Member'>;
type Invitation = Schema<'Invitation'>;

export function Members() {
  const [isOpen, setOpen] = useState(false);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const signIn = useQuery(['sign-in'], () => ask(api.GET('/v1/sign-in')));
  const members = usePages<Member>(['members'], (cursor) => ask(api.GET('/v1/members', { params: { query: { limit: 100, ...(cursor && { cursor }) } } })));
  const invitations = usePages<Invitation>(['invitations'], (cursor) => ask(api.GET('/v1/invitations', { params: { query: { limit: 100, ...(cursor && { cursor }) } } })));

  const give = async (member: Member, wanted: Role): Promise<void> => {
    const alter = (pages: Pages<Member>): Pages<Member> => pages.map((page) => ({ ...page, data: page.data.map((row) => (row.id === member.id ? { ...row, role: wanted } : row)) }));
    try {
      await change({ key: ['members'], alter, send: () => ask(api.PATCH('/v1/members/{id}', { params: { path: { id: member.id } }, body: { role: wanted } })), invalidate: [['members']] });
    } catch (thrown) {
      toastFailure(thrown);
    }
  };
  const withdraw = ({ id, email }: Invitation): void => later({
    text: `The invitation of ${email} was withdrawn.`,
    apply: () => withhold([id]),
    send: () => ask(api.DELETE('/v1/invitations/{id}', { params: { path: { id } } })),
    after: () => cache.invalidate(['invitations']),
  });

  return (
    <div class="grid gap-5">
      {signIn.data && !signIn.data.oidc && <p class="rounded-lg bg-wash px-3 py-2.5">People sign in through an OpenID Connect provider, and this server knows none yet. Whoever runs it sets <code>OIDC_ISSUER</code>, <code>OIDC_CLIENT_ID</code> and <code>OIDC_CLIENT_SECRET</code>.</p>}
      <Card title="Members" isFlush actions={<Button look="main" icon="plus" onClick={() => setOpen(true)}>Invite</Button>}>
        {members.failure && <div class="p-4"><ErrorNote failure={members.failure} retry={members.refetch} /></div>}
        {members.isLoading && <div class="p-4"><Skeleton /></div>}
        {members.rows?.length === 0 && <div class="p-4 pt-0"><p class="text-soft">Nobody yet. Invite a colleague, and they sign in with an account of their own instead of a key that is passed around.</p></div>}
        <ul class="divide-y divide-line mt-1">
          {members.rows?.map((member) => (
            <li key={member.id} class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <span class="grow basis-60 min-w-0"><Person name={member.name} email={member.email} /></span>
              <span class="text-sm text-soft max-sm:basis-full">{member.last_seen_at ? <>seen <Time at={member.last_seen_at} /></> : 'not seen yet'}</span>
              <Select
                name={`role-${member.id}`} label={`Role of ${member.email}`} isLabelHidden class="w-36" value={member.role} disabled={!mayChange(role.value, member.role)}
                options={roles.map((each) => ({ value: each.role, label: each.label, disabled: !mayGive(role.value).includes(each.role) }))}
                onChange={(event) => void give(member, event.currentTarget.value as Role)}
              />
              <Button isSmall look="quiet" disabled={!mayChange(role.value, member.role)} aria-label={`Remove ${member.email}`} onClick={() => setLeaving(member)}>{member.id === session.value?.member?.id ? 'Leave' : 'Remove'}</Button>
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Invitations" lead="A link for one person, good for seven days, and once." isFlush>
        {invitations.failure && <div class="p-4"><ErrorNote failure={invitations.failure} retry={invitations.refetch} /></div>}
        {invitations.rows?.length === 0 && <p class="text-soft px-4 pb-4 pt-2">None is open.</p>}
        <ul class="divide-y divide-line mt-2">
          {invitations.rows?.map((invitation) => (
            <li key={invitation.id} class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <span class="grow basis-60 min-w-0 wrap-anywhere">{invitation.email}</span>
              <Badge>{labelOf(invitation.role)}</Badge>
              <span class="text-sm text-soft">ends <Time at={invitation.expires_at} /></span>
              <Button isSmall look="quiet" aria-label={`Withdraw the invitation of ${invitation.email}`} onClick={() => withdraw(invitation)}>Withdraw</Button>
            </li>
          ))}
        </ul>
      </Card>
      <Roles />
      <Invite isOpen={isOpen} close={() => setOpen(false)} />
      <Confirm title={`Remove ${leaving?.email ?? ''}?`} isOpen={leaving !== null} close={() => setLeaving(null)} action="Remove" run={() => ask(api.DELETE('/v1/members/{id}', { params: { path: { id: leaving!.id } } })).then(() => cache.invalidate(['members']))}>
        <p>They are signed out at once, and come back only by another invitation. What they made stays.</p>
      </Confirm>
    </div>
  );
}

function Roles() {
  return (
    <Card title="Roles">
      <dl class="grid sm:grid-cols-[8rem_1fr] gap-x-6 gap-y-1.5">
        {roles.map(({ role: name, label, meaning }) => <div key={name} class="contents"><dt class="font-medium">{label}</dt><dd class="text-soft max-sm:mb-1.5">{meaning}</dd></div>)}
      </dl>
    </Card>
  );
}
