//! What the customers of Acme Sites have at their registrar before they connect anything: domains with e-mail.

use crate::site::SITES;

/// A record in a customer's zone: absolute name, type, value, and the priority of an MX.
pub type CustomerRecord = (String, &'static str, String, Option<u16>);

/// Records that stand in the customers' zones from the beginning. Connecting a domain leaves them as they are.
#[must_use]
pub fn customers_records() -> Vec<CustomerRecord> {
    let of = |domain: &str| {
        [
            (domain.to_owned(), "MX", "mail.postbox.test".to_owned(), Some(10)),
            (domain.to_owned(), "TXT", "v=spf1 include:postbox.test -all".to_owned(), None),
        ]
    };
    SITES.iter().flat_map(|site| of(site.domain)).collect()
}
