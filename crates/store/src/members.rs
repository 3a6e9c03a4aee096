//! People, and the tenants they act for.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{Member, MemberId, PersonId, Role, TenantId};
use nameplate_domain::time::Timestamp;

macro_rules! columns {
    () => {
        "m.id AS id, m.tenant_id AS tenant_id, m.person_id AS person_id, p.email AS email, p.name AS name, m.role AS role, \
         m.created_at_ms AS created_at_ms, m.last_seen_at_ms AS last_seen_at_ms"
    };
}

statements! { members by "id";
    BY_ID = concat!(
        "SELECT ", columns!(), " FROM members m JOIN people p ON p.id = m.person_id WHERE m.tenant_id = $1 AND m.id = $2"
    );
    // Whoever has the member's cookie asks, and a cookie names no tenant.
    BY_ID_OF_ANYBODY = concat!("SELECT ", columns!(), " FROM members m JOIN people p ON p.id = m.person_id WHERE m.id = $1");
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM members m JOIN people p ON p.id = m.person_id \
         WHERE m.tenant_id = $1 AND (m.created_at_ms, m.id) < ($2, $3) ORDER BY m.created_at_ms DESC, m.id DESC LIMIT $4"
    );
    BY_EMAIL = concat!(
        "SELECT ", columns!(), " FROM members m JOIN people p ON p.id = m.person_id \
         WHERE m.tenant_id = $1 AND LOWER(p.email) = $2 LIMIT 1"
    );
    // All tenants that a person acts for: theirs to know.
    OF_PERSON = concat!(
        "SELECT ", columns!(), ", t.name AS tenant_name, t.suspended_at_ms AS suspended_at_ms FROM members m \
         JOIN people p ON p.id = m.person_id JOIN tenants t ON t.id = m.tenant_id WHERE m.person_id = $1 \
         ORDER BY m.created_at_ms, m.id LIMIT $2"
    );
    OWNERS = "SELECT id FROM members WHERE tenant_id = $1 AND role = 'owner'";
    // Holds the tenant's row, so that two who change its members do so one after the other.
    LOCK = "UPDATE tenants SET name = name WHERE id = $1";
    INSERT = "INSERT INTO members (id, tenant_id, person_id, role, created_at_ms, last_seen_at_ms) VALUES ($1, $2, $3, $4, $5, $6) \
              ON CONFLICT (person_id, tenant_id) DO NOTHING";
    CHANGE = "UPDATE members SET role = $3 WHERE tenant_id = $1 AND id = $2";
    SEE = "UPDATE members SET last_seen_at_ms = $2 WHERE id = $1";
    DELETE = "DELETE FROM members WHERE tenant_id = $1 AND id = $2";
    PERSON = "SELECT id FROM people WHERE issuer = $1 AND subject = $2";
    KEEP_PERSON = "INSERT INTO people (id, issuer, subject, email, name, created_at_ms) VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (issuer, subject) DO UPDATE SET email = excluded.email, name = excluded.name RETURNING id";
}

/// A person as an identity provider knows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownPerson<'a> {
    /// Who says so.
    pub issuer: &'a str,
    /// What the issuer knows them by: never given to anybody else.
    pub subject: &'a str,
    /// Their verified e-mail address.
    pub email: &'a str,
    /// How they are called.
    pub name: Option<&'a str>,
}

/// A tenant that a person acts for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Membership {
    /// As what.
    pub member: Member,
    /// The tenant's name.
    pub tenant_name: String,
    /// Whether the operator has put the tenant out of service.
    pub is_suspended: bool,
}

impl Reader {
    /// One of the tenant's members.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn member(&self, tenant: TenantId, id: MemberId) -> Result<Option<Member>, StoreError> {
        self.first(&BY_ID, values![tenant, id], member).await
    }

    /// The member of that identifier, whosever it is: for whoever has shown their cookie.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn member_of_anybody(&self, id: MemberId) -> Result<Option<Member>, StoreError> {
        self.first(&BY_ID_OF_ANYBODY, values![id], member).await
    }

    /// The tenant's members, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn members(&self, tenant: TenantId, page: Page) -> Result<Vec<Member>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![tenant, at, id, page.limit], member).await
    }

    /// The tenant's member of that e-mail address (lower case).
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn member_of_email(&self, tenant: TenantId, email: &str) -> Result<Option<Member>, StoreError> {
        self.first(&BY_EMAIL, values![tenant, email], member).await
    }

    /// Up to `limit` tenants that a person acts for, the first that they joined first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn memberships(&self, person: PersonId, limit: u32) -> Result<Vec<Membership>, StoreError> {
        self.all(&OF_PERSON, values![person, limit], |row| {
            Ok(Membership {
                member: member(row)?,
                tenant_name: row.get("tenant_name")?,
                is_suspended: row.at_if_any("suspended_at_ms")?.is_some(),
            })
        })
        .await
    }

    /// The person whom `issuer` knows by `subject`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn person(&self, issuer: &str, subject: &str) -> Result<Option<PersonId>, StoreError> {
        self.first(&PERSON, values![issuer, subject], |row| row.id("id", PersonId)).await
    }

    /// Whether the tenant has an owner.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn has_owner(&self, tenant: TenantId) -> Result<bool, StoreError> {
        Ok(!self.rows(&OWNERS, values![tenant]).await?.is_empty())
    }
}

impl Tx {
    /// Makes others who change the tenant's members wait.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn lock_members(&mut self, tenant: TenantId) -> Result<(), StoreError> {
        self.execute(&LOCK, values![tenant]).await.map(drop)
    }

    /// One of the tenant's members.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn member(&mut self, tenant: TenantId, id: MemberId) -> Result<Option<Member>, StoreError> {
        self.rows(&BY_ID, values![tenant, id]).await?.first().map(member).transpose()
    }

    /// The tenant's owners.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn owners(&mut self, tenant: TenantId) -> Result<Vec<MemberId>, StoreError> {
        self.rows(&OWNERS, values![tenant]).await?.iter().map(|row| row.id("id", MemberId)).collect()
    }

    /// Keeps what an identity provider says of a person, under `id` if they are new; gives the identifier they have.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn keep_person(
        &mut self,
        id: PersonId,
        known: &KnownPerson<'_>,
        now: Timestamp,
    ) -> Result<PersonId, StoreError> {
        let values = values![id, known.issuer, known.subject, known.email, known.name, now];
        let rows = self.rows(&KEEP_PERSON, values).await?;
        rows.first().map_or(Ok(id), |row| row.id("id", PersonId))
    }

    /// Adds a member; `false` when the person is one already, who stays what they are.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_member(&mut self, member: &Member) -> Result<bool, StoreError> {
        let role = member.role.as_str();
        let values = values![member.id, member.tenant, member.person, role, member.created_at, member.last_seen_at];
        Ok(self.execute(&INSERT, values).await? > 0)
    }

    /// Gives a member another role, and withdraws the invitations that they made in the role before; `false` when there is no such member.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn change_member(&mut self, tenant: TenantId, id: MemberId, role: Role) -> Result<bool, StoreError> {
        self.causes(Signal::Callers);
        self.delete_invitations_of(tenant, id.0).await?;
        Ok(self.execute(&CHANGE, values![tenant, id, role.as_str()]).await? > 0)
    }

    /// Writes down that a member was here.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_member_seen(&mut self, id: MemberId, now: Timestamp) -> Result<(), StoreError> {
        self.execute(&SEE, values![id, now]).await.map(drop)
    }

    /// Removes a member, ends their sessions and withdraws their invitations; `false` when there is no such member.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn delete_member(&mut self, tenant: TenantId, id: MemberId) -> Result<bool, StoreError> {
        self.end_sessions_of_member(tenant, id).await?;
        self.delete_invitations_of(tenant, id.0).await?;
        Ok(self.execute(&DELETE, values![tenant, id]).await? > 0)
    }
}

fn member(row: &Row) -> Result<Member, StoreError> {
    Ok(Member {
        id: row.id("id", MemberId)?,
        tenant: row.id("tenant_id", TenantId)?,
        person: row.id("person_id", PersonId)?,
        email: row.get("email")?,
        name: row.get("name")?,
        role: row.name("role", Role::from_name)?,
        created_at: row.at("created_at_ms")?,
        last_seen_at: row.at_if_any("last_seen_at_ms")?,
    })
}
