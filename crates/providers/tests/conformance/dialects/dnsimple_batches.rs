//! DNSimple for an account's token on a plan that has batches.

use super::dnsimple::Dnsimple;

pub(crate) fn dialect() -> Dnsimple {
    Dnsimple { has_batches: true, is_users: false }
}
