//! Things named by a path. An id that is malformed, unknown or another tenant's is the same 404.

use crate::caller::{Allowed, Need};
use crate::failure::Failure;
use crate::router::Api;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use nameplate_domain::application::Application;
use nameplate_domain::connection::Connection;
use nameplate_domain::delegated::ChangeSet;
use nameplate_domain::tenancy::{
    ApiKeyId, ApplicationId, ChangeSetId, ConnectionId, CredentialId, DeliveryId, InvitationId, MemberId, Reach,
    ShareLinkId, SshKeyId, TenantId, WebhookEndpointId,
};
use nameplate_domain::webhook::{Delivery, Endpoint};
use nameplate_store::{Reader, StoreError};
use uuid::Uuid;

/// Something of the caller's own, loaded.
#[derive(Debug)]
pub(crate) struct Scoped<T, N> {
    pub(crate) caller: Allowed<N>,
    pub(crate) found: T,
}

/// What belongs to a tenant and is named by an id in the path.
pub(crate) trait Owned: Sized + Send {
    type Id: PathId;

    fn load(
        reader: Reader,
        tenant: TenantId,
        id: Self::Id,
    ) -> impl Future<Output = Result<Option<Self>, StoreError>> + Send;

    /// Whether it exists for a caller of that reach.
    fn is_within(&self, reach: &Reach) -> bool {
        *reach == Reach::Tenant
    }
}

impl Owned for Application {
    type Id = ApplicationId;

    async fn load(reader: Reader, tenant: TenantId, id: ApplicationId) -> Result<Option<Self>, StoreError> {
        reader.application(tenant, id).await
    }
}

impl Owned for Connection {
    type Id = ConnectionId;

    async fn load(reader: Reader, tenant: TenantId, id: ConnectionId) -> Result<Option<Self>, StoreError> {
        reader.connection(tenant, id).await
    }

    fn is_within(&self, reach: &Reach) -> bool {
        reach.has(self.application, self.hostname.as_str())
    }
}

impl<T: Owned, N: Need> FromRequestParts<Api> for Scoped<T, N> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        let caller = Allowed::<N>::from_request_parts(parts, api).await?;
        let Named(id) = Named::<T::Id>::from_request_parts(parts, api).await?;
        let found = T::load(api.control.reader(), caller.tenant, id).await?;
        let found = found.filter(|found| found.is_within(&caller.reach));
        Ok(Self { caller, found: found.ok_or_else(|| Failure::not_found(T::Id::NOUN))? })
    }
}

/// An id as the path has it. Goes after [`Allowed`] in a handler, so that strangers learn nothing about forms of ids.
#[derive(Debug)]
pub(crate) struct Named<I>(pub(crate) I);

/// An id, its place in the path and what it names.
pub(crate) trait PathId: Send {
    /// Its parameter in paths that name something else before it; in others it is `id`.
    const PARAMETER: &'static str;
    const NOUN: &'static str;

    fn from_uuid(id: Uuid) -> Self;
}

impl PathId for TenantId {
    const PARAMETER: &'static str = "id";
    const NOUN: &'static str = "tenant";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl PathId for ApplicationId {
    const PARAMETER: &'static str = "id";
    const NOUN: &'static str = "application";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl PathId for ConnectionId {
    const PARAMETER: &'static str = "id";
    const NOUN: &'static str = "connection";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl Owned for ChangeSet {
    type Id = ChangeSetId;

    async fn load(reader: Reader, tenant: TenantId, id: ChangeSetId) -> Result<Option<Self>, StoreError> {
        reader.change_set(tenant, id).await
    }
}

impl PathId for ChangeSetId {
    const PARAMETER: &'static str = "id";
    const NOUN: &'static str = "change set";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl Owned for Endpoint {
    type Id = WebhookEndpointId;

    async fn load(reader: Reader, tenant: TenantId, id: WebhookEndpointId) -> Result<Option<Self>, StoreError> {
        reader.webhook_endpoint(tenant, id).await
    }
}

impl PathId for WebhookEndpointId {
    const PARAMETER: &'static str = "id";
    const NOUN: &'static str = "webhook endpoint";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl PathId for SshKeyId {
    const PARAMETER: &'static str = "id";
    const NOUN: &'static str = "SSH key";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl Owned for Delivery {
    type Id = DeliveryId;

    async fn load(reader: Reader, tenant: TenantId, id: DeliveryId) -> Result<Option<Self>, StoreError> {
        reader.webhook_delivery(tenant, id).await
    }
}

impl PathId for DeliveryId {
    const PARAMETER: &'static str = "id";
    const NOUN: &'static str = "webhook delivery";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl PathId for CredentialId {
    const PARAMETER: &'static str = "credentialId";
    const NOUN: &'static str = "credential";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl PathId for ShareLinkId {
    const PARAMETER: &'static str = "linkId";
    const NOUN: &'static str = "share link";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl PathId for ApiKeyId {
    const PARAMETER: &'static str = "keyId";
    const NOUN: &'static str = "key";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl PathId for MemberId {
    const PARAMETER: &'static str = "id";
    const NOUN: &'static str = "member";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl PathId for InvitationId {
    const PARAMETER: &'static str = "id";
    const NOUN: &'static str = "invitation";

    fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl<I: PathId> FromRequestParts<Api> for Named<I> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        let absent = || Failure::not_found(I::NOUN);
        let parameters = RawPathParams::from_request_parts(parts, api).await.map_err(|_| absent())?;
        let of = |wanted| parameters.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value);
        let text = of(I::PARAMETER).or_else(|| of("id"));
        let hyphenated = text.filter(|text| text.len() == 36);
        hyphenated.and_then(|text| Uuid::try_parse(text).ok()).map(|id| Self(I::from_uuid(id))).ok_or_else(absent)
    }
}
