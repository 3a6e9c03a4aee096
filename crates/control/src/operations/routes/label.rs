//! The label of a tenant in its default host names: made from its name with its first route, and kept.

use crate::{Control, Refused};
use nameplate_domain::route::{Route, RouteName, TenantLabel, default_hostname, tenant_wildcard};
use nameplate_domain::tenancy::TenantId;

/// How many numbers are tried behind a label that is taken, one after the other; then numbers are drawn.
const TRIED_IN_ORDER: u32 = 20;
/// How many are drawn.
const DRAWN: u32 = 20;

/// Where a tenant's default host names are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Home {
    pub(super) label: TenantLabel,
    /// Whether the tenant is yet to be given the label.
    pub(super) is_new: bool,
    base_domain: String,
}

impl Home {
    pub(super) fn hostname_of(&self, route: &Route) -> String {
        self.hostname_named(&route.name)
    }

    pub(super) fn hostname_named(&self, route: &RouteName) -> String {
        default_hostname(route, &self.label, &self.base_domain)
    }

    pub(super) fn wildcard(&self) -> String {
        tenant_wildcard(&self.label, &self.base_domain)
    }
}

impl Control {
    pub(super) async fn home_of(&self, tenant: TenantId) -> Result<Home, Refused> {
        let base_domain = self.platform.base_domain.clone();
        if let Some(label) = self.reader().tenant_label(tenant).await? {
            return Ok(Home { label, is_new: false, base_domain });
        }
        let name = self.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?.name;
        let wished = TenantLabel::made_of(&name);
        for number in 1..=TRIED_IN_ORDER + DRAWN {
            let label = match number {
                1 => wished.clone(),
                2..=TRIED_IN_ORDER => wished.numbered(number),
                _ => wished.numbered(u32::from_le_bytes(self.chance.bytes()) % 1_000_000),
            };
            let is_free = !label.is_reserved()
                && self.platform.edge_cname_target != format!("{label}.{base_domain}")
                && !self.reader().is_label_taken(&label).await?;
            if is_free {
                return Ok(Home { label, is_new: true, base_domain });
            }
        }
        Err(Refused::Contended)
    }
}
