//! Browsers that are signed in.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{ApiKeyId, MemberId, PlatformKeyId, Session, SessionId, SessionOf, TenantId};
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

statements! { sessions by "id";
    // Whoever has the cookie asks, and a cookie names no tenant.
    BY_HASH = "SELECT id, api_key_id, platform_key_id, member_id, created_at_ms, used_at_ms, ends_at_ms FROM sessions WHERE hash = $1";
    INSERT = "INSERT INTO sessions (id, hash, api_key_id, platform_key_id, member_id, created_at_ms, used_at_ms, ends_at_ms) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    USE = "UPDATE sessions SET used_at_ms = $2 WHERE id = $1 AND used_at_ms < $2";
    MOVE = "UPDATE sessions SET member_id = $3 WHERE id = $1 AND member_id = $2";
    END = "DELETE FROM sessions WHERE id = $1";
    END_OF_MEMBER = "DELETE FROM sessions WHERE member_id IN (SELECT id FROM members WHERE tenant_id = $1 AND id = $2)";
    PURGE = "DELETE FROM sessions WHERE used_at_ms <= $1";
}

impl Reader {
    /// The session whose cookie has that SHA-256, also when its time is over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn session_by_hash(&self, hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        self.first(&BY_HASH, values![hash], session).await
    }
}

impl Tx {
    /// Adds a session by the SHA-256 of its cookie.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_session(&mut self, session: &Session, hash: &[u8; 32]) -> Result<(), StoreError> {
        let (mut api_key, mut platform_key, mut member) = (None, None, None);
        match session.of {
            SessionOf::ApiKey(id) => api_key = Some(id),
            SessionOf::PlatformKey(id) => platform_key = Some(id),
            SessionOf::Member(id) => member = Some(id),
        }
        let values = values![
            session.id,
            hash,
            api_key,
            platform_key,
            member,
            session.created_at,
            session.used_at,
            session.ends_at,
        ];
        self.execute(&INSERT, values).await.map(drop)
    }

    /// Writes down that a session is in use.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_session_used(&mut self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        self.execute(&USE, values![id, now]).await.map(drop)
    }

    /// Has a person's session stand for another of their memberships; `false` when it stands for `from` no longer.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn move_session(&mut self, id: SessionId, from: MemberId, to: MemberId) -> Result<bool, StoreError> {
        let is_moved = self.execute(&MOVE, values![id, from, to]).await? > 0;
        if is_moved {
            self.causes(Signal::Callers);
        }
        Ok(is_moved)
    }

    /// Ends a session; `false` when it was over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn end_session(&mut self, id: SessionId) -> Result<bool, StoreError> {
        let was_there = self.execute(&END, values![id]).await? > 0;
        if was_there {
            self.causes(Signal::Callers);
        }
        Ok(was_there)
    }

    /// Ends every session of one of the tenant's members.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn end_sessions_of_member(&mut self, tenant: TenantId, member: MemberId) -> Result<(), StoreError> {
        self.execute(&END_OF_MEMBER, values![tenant, member]).await?;
        self.causes(Signal::Callers);
        Ok(())
    }

    /// Deletes sessions that were not used for so long that they are over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_sessions(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&PURGE, values![now.minus(Session::IDLE_MAX)]).await
    }
}

fn session(row: &Row) -> Result<Session, StoreError> {
    let ids = [row.get::<Option<Uuid>>("api_key_id")?, row.get("platform_key_id")?, row.get("member_id")?];
    let of = match ids {
        [Some(id), None, None] => SessionOf::ApiKey(ApiKeyId(id)),
        [None, Some(id), None] => SessionOf::PlatformKey(PlatformKeyId(id)),
        [None, None, Some(id)] => SessionOf::Member(MemberId(id)),
        _ => return Err(row.unreadable("member_id", "it must stand for one of three".to_owned())),
    };
    Ok(Session {
        id: row.id("id", SessionId)?,
        of,
        created_at: row.at("created_at_ms")?,
        used_at: row.at("used_at_ms")?,
        ends_at: row.at("ends_at_ms")?,
    })
}
