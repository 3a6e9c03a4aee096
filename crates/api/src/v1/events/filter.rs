//! Which events somebody wants to see.

use super::stream::Params;
use crate::failure::Failure;
use crate::query::unknown;
use nameplate_domain::connection::Announcement;
use nameplate_domain::tenancy::{ApplicationId, ConnectionId, Reach};
use nameplate_store::StoredEvent;

#[derive(Debug)]
pub(super) struct Filter {
    application: Option<ApplicationId>,
    connection: Option<ConnectionId>,
    /// Empty for all.
    kinds: Vec<Announcement>,
}

impl Filter {
    pub(super) fn read(params: &Params) -> Result<Self, Failure> {
        let kind = |name: &String| {
            Announcement::from_name(name)
                .ok_or_else(|| unknown("type", name, Announcement::ALL.map(Announcement::as_str)))
        };
        Ok(Self {
            application: params.application_id.map(ApplicationId),
            connection: params.connection_id.map(ConnectionId),
            kinds: params.kinds.iter().map(kind).collect::<Result<_, _>>()?,
        })
    }

    /// Whether somebody with that reach sees the event, and wants to.
    pub(super) fn takes(&self, event: &StoredEvent, reach: &Reach) -> bool {
        let hostname = event.data["hostname"].as_str().unwrap_or_default();
        reach.has(event.application, hostname)
            && self.application.is_none_or(|wanted| wanted == event.application)
            && self.connection.is_none_or(|wanted| wanted == event.connection)
            && (self.kinds.is_empty() || self.kinds.contains(&event.kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::tenancy::{EventId, TenantId};
    use nameplate_domain::time::Timestamp;
    use serde_json::json;
    use uuid::Uuid;

    const APPLICATION: ApplicationId = ApplicationId(Uuid::from_u128(3));

    fn event(hostname: Option<&str>) -> StoredEvent {
        StoredEvent {
            id: EventId(Uuid::from_u128(1)),
            tenant: TenantId(Uuid::from_u128(2)),
            connection: ConnectionId(Uuid::from_u128(4)),
            application: if hostname.is_some() { APPLICATION } else { ApplicationId(Uuid::nil()) },
            kind: Announcement::Drift,
            data: hostname.map_or(json!({}), |hostname| json!({ "hostname": hostname })),
            created_at: Timestamp::from_ms(0),
            position: Some(1),
        }
    }

    fn all() -> Filter {
        Filter { application: None, connection: None, kinds: vec![] }
    }

    #[test]
    fn reach_comes_before_every_wish() {
        let shop = event(Some("shop.customer.com"));
        assert!(all().takes(&shop, &Reach::Tenant));
        assert!(all().takes(&shop, &Reach::Application(APPLICATION)));
        assert!(all().takes(&shop, &Reach::Hostname(APPLICATION, "shop.customer.com".into())));
        assert!(!all().takes(&shop, &Reach::Hostname(APPLICATION, "blog.customer.com".into())));
        let elsewhere = ApplicationId(Uuid::from_u128(9));
        assert!(!all().takes(&shop, &Reach::Application(elsewhere)));
        assert!(!all().takes(&shop, &Reach::Hostname(elsewhere, "shop.customer.com".into())));
    }

    #[test]
    fn what_is_about_no_connection_is_for_the_tenant_only() {
        let about_none = event(None);
        assert!(all().takes(&about_none, &Reach::Tenant));
        assert!(!all().takes(&about_none, &Reach::Application(APPLICATION)));
        assert!(!all().takes(&about_none, &Reach::Hostname(APPLICATION, String::new())));
    }

    #[test]
    fn wishes_are_all_kept() {
        let shop = event(Some("shop.customer.com"));
        let takes = |filter: Filter| filter.takes(&shop, &Reach::Tenant);
        assert!(takes(Filter { application: Some(APPLICATION), ..all() }));
        assert!(!takes(Filter { application: Some(ApplicationId(Uuid::nil())), ..all() }));
        assert!(takes(Filter { connection: Some(shop.connection), ..all() }));
        assert!(!takes(Filter { connection: Some(ConnectionId(Uuid::nil())), ..all() }));
        assert!(takes(Filter { kinds: vec![Announcement::SslIssued, Announcement::Drift], ..all() }));
        assert!(!takes(Filter { kinds: vec![Announcement::SslIssued], ..all() }));
    }
}
