//! Names, without the addresses that are not public.

use nameplate_domain::public_address::is_public;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// What is said of a name that leads into a private network.
pub(crate) const NOT_PUBLIC: &str = "its name has no public address";

/// The system's resolver, without addresses that are not public.
pub(crate) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<_> = found.filter(|address| is_public(address.ip())).collect();
            match public.is_empty() {
                true => Err(NOT_PUBLIC.into()),
                false => Ok(Box::new(public.into_iter()) as Addrs),
            }
        })
    }
}
