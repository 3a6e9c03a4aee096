//! The DNS providers as operations use them: reached with credentials that customers lent, each within its share.

use crate::operations::domain_connect::DomainConnect;
use nameplate_domain::tenancy::TenantId;
use nameplate_providers::{Access, ProviderSpec, by_key, sandbox};
use nameplate_sealing::Sealer;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Writes under way at one provider at once, in this process: a provider that is down holds no more.
const AT_PROVIDER_MAX: usize = 64;
/// Of these, for one tenant.
const OF_TENANT_MAX: usize = 8;

/// How DNS providers are reached, and what credentials are sealed with.
#[derive(Clone, Debug)]
pub struct Fleet {
    /// HTTP towards providers.
    pub access: Access,
    /// Seals credentials at rest; `None` keeps them bare, which production refuses.
    pub sealer: Option<Sealer>,
    /// What the platform is known by to providers that let their customers consent; `None` without templates.
    pub domain_connect: Option<Arc<DomainConnect>>,
    /// Whether credentials may be kept bare.
    pub may_keep_bare: bool,
    shares: Arc<Mutex<HashMap<(TenantId, &'static str), usize>>>,
}

/// A share of the writes under way; given back when dropped.
#[derive(Debug)]
pub(crate) struct Share {
    key: (TenantId, &'static str),
    shares: Arc<Mutex<HashMap<(TenantId, &'static str), usize>>>,
}

impl Fleet {
    /// Puts the parts together.
    #[must_use]
    pub fn new(access: Access, sealer: Option<Sealer>, may_keep_bare: bool) -> Self {
        Self { access, sealer, domain_connect: None, may_keep_bare, shares: Arc::default() }
    }

    /// The same, known by `domain_connect` to providers that let their customers consent.
    #[must_use]
    pub fn known_by(mut self, domain_connect: Option<Arc<DomainConnect>>) -> Self {
        self.domain_connect = domain_connect;
        self
    }

    /// A share of the writes at `provider`; `None` when the tenant's, or the provider's, are used up.
    pub(crate) fn share(&self, tenant: TenantId, provider: &'static str) -> Option<Share> {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        let at_provider: usize = shares.iter().filter(|((_, key), _)| *key == provider).map(|(_, count)| count).sum();
        let key = (tenant, provider);
        let of_tenant = shares.get(&key).copied().unwrap_or_default();
        if of_tenant >= OF_TENANT_MAX || at_provider >= AT_PROVIDER_MAX {
            return None;
        }
        shares.insert(key, of_tenant + 1);
        Some(Share { key, shares: Arc::clone(&self.shares) })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = shares.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                shares.remove(&self.key);
            }
        }
    }
}

/// The provider of that key; the sandbox only where there is one.
pub(crate) fn spec_of(key: &str, has_sandbox: bool) -> Option<&'static ProviderSpec> {
    by_key(key).or_else(|| Some(sandbox()).filter(|spec| has_sandbox && spec.key == key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_testkit::HandClock;
    use uuid::Uuid;

    #[test]
    fn whoever_gets_no_share_leaves_no_trace() {
        let access = Access::new([].into(), true, Arc::new(HandClock::default())).unwrap();
        let fleet = Fleet::new(access, None, true);
        let tenant = |n| TenantId(Uuid::from_u128(n));
        let taken: Vec<_> = (0..64).map(|n| fleet.share(tenant(n / 8), "cloudflare").unwrap()).collect();
        assert!(fleet.share(tenant(0), "cloudflare").is_none(), "its own are used up");
        assert!(fleet.share(tenant(99), "cloudflare").is_none(), "the provider's are used up");
        assert!(fleet.share(tenant(99), "route53").is_some());
        assert_eq!(fleet.shares.lock().unwrap().len(), 8);
        drop(taken);
        assert_eq!(fleet.shares.lock().unwrap().len(), 0);
    }
}
