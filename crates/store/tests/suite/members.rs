use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, fresh_id};
use nameplate_domain::tenancy::{
    Invitation, InvitationId, Member, MemberId, PersonId, Role, Session, SessionId, SessionOf, TenantId,
};
use nameplate_store::{KnownPerson, Page};
use std::slice;

const ADA: KnownPerson<'_> =
    KnownPerson { issuer: "https://id.example", subject: "7", email: "Ada@acme.example", name: Some("Ada") };

async fn join(lab: &Lab, tenant: TenantId, role: Role) -> Member {
    let mut tx = lab.begin().await;
    let person = tx.keep_person(PersonId(fresh_id()), &ADA, NOW).await.unwrap();
    let member = Member {
        id: MemberId(fresh_id()),
        tenant,
        person,
        email: ADA.email.into(),
        name: ADA.name.map(str::to_owned),
        role,
        created_at: NOW,
        last_seen_at: None,
    };
    assert!(tx.insert_member(&member).await.unwrap());
    assert!(!tx.insert_member(&Member { id: MemberId(fresh_id()), ..member.clone() }).await.unwrap(), "once only");
    tx.commit().await.unwrap();
    member
}

both! {
    async fn a_person_is_one_at_every_tenant_and_known_by_issuer_and_subject(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let (here, there) = (join(lab, tenant.id, Role::Owner).await, join(lab, stranger.id, Role::Viewer).await);
        assert_eq!(here.person, there.person);
        assert_eq!(lab.reader().person(ADA.issuer, ADA.subject).await.unwrap(), Some(here.person));
        assert_eq!(lab.reader().person("https://other.example", ADA.subject).await.unwrap(), None);
        let all = lab.reader().memberships(here.person, 10).await.unwrap();
        let told: Vec<_> = all.iter().map(|one| (one.member.id, one.tenant_name.as_str(), one.is_suspended)).collect();
        assert_eq!(told, [(here.id, tenant.name.as_str(), false), (there.id, stranger.name.as_str(), false)]);
        assert_eq!(lab.reader().member(tenant.id, here.id).await.unwrap(), Some(here.clone()));
        assert_eq!(lab.reader().member(stranger.id, here.id).await.unwrap(), None);
        assert_eq!(lab.reader().members(tenant.id, Page::first(9)).await.unwrap(), slice::from_ref(&here));
        assert_eq!(lab.reader().member_of_email(tenant.id, "ada@acme.example").await.unwrap(), Some(here));
    }

    async fn a_member_changes_is_seen_and_goes_with_their_sessions(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let member = join(lab, tenant.id, Role::Owner).await;
        let session = Session::begun(SessionId(fresh_id()), SessionOf::Member(member.id), NOW);
        let mut tx = lab.begin().await;
        tx.insert_session(&session, &[1; 32]).await.unwrap();
        tx.lock_members(tenant.id).await.unwrap();
        assert_eq!(tx.owners(tenant.id).await.unwrap(), [member.id]);
        assert!(!tx.change_member(stranger.id, member.id, Role::Admin).await.unwrap());
        assert!(tx.change_member(tenant.id, member.id, Role::Admin).await.unwrap());
        tx.note_member_seen(member.id, after(9)).await.unwrap();
        assert!(!tx.delete_member(stranger.id, member.id).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!lab.reader().has_owner(tenant.id).await.unwrap());
        let changed = Member { role: Role::Admin, last_seen_at: Some(after(9)), ..member.clone() };
        assert_eq!(lab.reader().member_of_anybody(member.id).await.unwrap(), Some(changed));
        assert_eq!(lab.reader().session_by_hash(&[1; 32]).await.unwrap(), Some(session), "a stranger ends nothing");

        let mut tx = lab.begin().await;
        assert!(tx.delete_member(tenant.id, member.id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().member_of_anybody(member.id).await.unwrap(), None);
        assert_eq!(lab.reader().session_by_hash(&[1; 32]).await.unwrap(), None);
    }

    async fn an_invitation_is_there_until_it_is_taken_or_over(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let made = |second| Invitation {
            id: InvitationId(fresh_id()),
            tenant: tenant.id,
            email: "ada@acme.example".into(),
            role: Role::Developer,
            created_at: NOW,
            expires_at: after(second),
        };
        let (short, long) = (made(10), made(20));
        let mut tx = lab.begin().await;
        tx.insert_invitation(&short, &[1; 32], None).await.unwrap();
        tx.insert_invitation(&long, &[2; 32], None).await.unwrap();
        tx.commit().await.unwrap();
        let listed = async |tenant, now| lab.reader().invitations(tenant, now, Page::first(9)).await.unwrap();
        assert_eq!(listed(tenant.id, NOW).await, [long.clone(), short.clone()]);
        assert_eq!(listed(tenant.id, after(10)).await, slice::from_ref(&long));
        assert_eq!(listed(stranger.id, NOW).await, []);
        assert_eq!(lab.reader().invitation_by_hash(&[1; 32]).await.unwrap(), Some(short.clone()));
        assert_eq!(lab.reader().invitation(stranger.id, short.id).await.unwrap(), None);

        let mut tx = lab.begin().await;
        assert!(!tx.delete_invitation(stranger.id, long.id).await.unwrap());
        assert_eq!(tx.purge_invitations(after(10)).await.unwrap(), 1);
        assert!(tx.delete_invitation(tenant.id, long.id).await.unwrap());
        assert!(!tx.delete_invitation(tenant.id, long.id).await.unwrap(), "once");
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().invitation_by_hash(&[2; 32]).await.unwrap(), None);
    }
}
