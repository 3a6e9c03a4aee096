//! What is bound to the `$n` of a statement.

use nameplate_domain::tenancy::{
    ApiKeyId, ApplicationId, AuditId, ChangeSetId, ConnectionId, CredentialId, DeliveryId, EventId, InvitationId,
    MemberId, ObservationId, PersonId, PlatformKeyId, RouteId, SessionId, ShareLinkId, SshKeyId, TenantId,
    WebhookEndpointId,
};
use nameplate_domain::time::Timestamp;
use sqlx::error::BoxDynError;
use sqlx::{Arguments, Database, Encode, Type};
use uuid::Uuid;

/// A parameter. An absent value keeps its type: PostgreSQL wants to know it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    Uuid(Option<Uuid>),
    Text(Option<&'a str>),
    Int(Option<i64>),
    Bool(bool),
    Bytes(&'a [u8]),
}

/// The parameters of a statement, in the order of their numbers.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::value::Value::from($value)),*] };
}
pub(crate) use values;

/// Hands `values` to the driver.
pub(crate) fn bound<DB: Database>(values: &[Value<'_>]) -> Result<DB::Arguments, BoxDynError>
where
    for<'q> Option<Uuid>: Encode<'q, DB> + Type<DB>,
    for<'q> Option<&'q str>: Encode<'q, DB> + Type<DB>,
    for<'q> Option<i64>: Encode<'q, DB> + Type<DB>,
    for<'q> bool: Encode<'q, DB> + Type<DB>,
    for<'q> &'q [u8]: Encode<'q, DB> + Type<DB>,
{
    let mut arguments = DB::Arguments::default();
    for value in values {
        match *value {
            Value::Uuid(uuid) => arguments.add(uuid)?,
            Value::Text(text) => arguments.add(text)?,
            Value::Int(int) => arguments.add(int)?,
            Value::Bool(flag) => arguments.add(flag)?,
            Value::Bytes(bytes) => arguments.add(bytes)?,
        }
    }
    Ok(arguments)
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(int: i64) -> Self {
        Self::Int(Some(int))
    }
}

impl From<u32> for Value<'_> {
    fn from(int: u32) -> Self {
        Self::Int(Some(int.into()))
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a [u8; 32]> for Value<'a> {
    fn from(hash: &'a [u8; 32]) -> Self {
        Self::Bytes(hash)
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(at: Timestamp) -> Self {
        Self::Int(Some(at.as_ms()))
    }
}

impl From<Option<Timestamp>> for Value<'_> {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Int(at.map(Timestamp::as_ms))
    }
}

impl From<Option<Uuid>> for Value<'_> {
    fn from(uuid: Option<Uuid>) -> Self {
        Self::Uuid(uuid)
    }
}

impl From<Uuid> for Value<'_> {
    fn from(uuid: Uuid) -> Self {
        Self::Uuid(Some(uuid))
    }
}

macro_rules! from_ids {
    ($($id:ident)*) => {$(
        impl From<$id> for Value<'_> {
            fn from(id: $id) -> Self {
                Self::Uuid(Some(id.0))
            }
        }

        impl From<Option<$id>> for Value<'_> {
            fn from(id: Option<$id>) -> Self {
                Self::Uuid(id.map(|id| id.0))
            }
        }
    )*};
}

from_ids! {
    ApiKeyId ApplicationId AuditId ChangeSetId ConnectionId CredentialId DeliveryId EventId InvitationId MemberId ObservationId PersonId PlatformKeyId RouteId
    SessionId ShareLinkId SshKeyId TenantId WebhookEndpointId
}
