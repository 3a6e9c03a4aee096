//! What every [`Shelf`] must pass. Each check wants an empty shelf and panics with a sentence about what is wrong.

mod leases;
mod lines;
mod rest;

use crate::ports::{Shelf, ShelfError};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::entry::{Entry, KeptCertificate, Lease, Settled};
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use nameplate_domain::time::Timestamp;
use std::sync::Arc;
use std::time::Duration;

pub use leases::{
    a_lease_ends_by_itself, a_lost_lease_writes_nothing, due_names_are_shared_out_once, due_names_come_in_order,
    one_of_many_gets_a_lease,
};
pub use lines::{
    a_certificate_is_kept_whole, a_removal_ends_with_a_new_lease, lines_are_listed_in_order, outcomes_are_written,
    the_next_due_is_told,
};
pub use rest::{
    accounts_are_kept_once, answers_expire, buckets_can_be_looked_into, draws_are_all_or_nothing, news_are_told,
    racing_draws_stay_within_the_limit, secrets_are_swapped_by_version, verdicts_are_remembered,
    what_was_drawn_can_be_given_back,
};

/// All of them, each on a shelf that `fresh` makes.
pub async fn check<F: Future<Output = Arc<dyn Shelf>>>(fresh: impl Fn() -> F) {
    one_of_many_gets_a_lease(fresh().await).await;
    a_lease_ends_by_itself(fresh().await).await;
    a_lost_lease_writes_nothing(fresh().await).await;
    due_names_come_in_order(fresh().await).await;
    due_names_are_shared_out_once(fresh().await).await;
    a_certificate_is_kept_whole(fresh().await).await;
    outcomes_are_written(fresh().await).await;
    a_removal_ends_with_a_new_lease(fresh().await).await;
    lines_are_listed_in_order(fresh().await).await;
    the_next_due_is_told(fresh().await).await;
    draws_are_all_or_nothing(fresh().await).await;
    buckets_can_be_looked_into(fresh().await).await;
    racing_draws_stay_within_the_limit(fresh().await).await;
    what_was_drawn_can_be_given_back(fresh().await).await;
    answers_expire(fresh().await).await;
    accounts_are_kept_once(fresh().await).await;
    verdicts_are_remembered(fresh().await).await;
    secrets_are_swapped_by_version(fresh().await).await;
    news_are_told(fresh().await).await;
}

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Some time after the start of the checks.
fn at(after: Duration) -> Timestamp {
    Timestamp::from_ms(1_800_000_000_000).plus(after)
}

fn start() -> Timestamp {
    at(Duration::ZERO)
}

fn name(text: &str) -> CertificateName {
    match CertificateName::parse(text) {
        Ok(name) => name,
        Err(error) => panic!("{text} is no name: {error}"),
    }
}

fn ok<T>(result: Result<T, ShelfError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("the shelf must be usable: {error}"),
    }
}

/// Leases a name that must be free.
async fn leased(shelf: &Arc<dyn Shelf>, name: &CertificateName, holder: &str, now: Timestamp) -> Entry {
    match ok(shelf.lease(name, holder, now.plus(MINUTE), now).await) {
        Lease::Ours(entry) => entry,
        Lease::Theirs { until } => panic!("{name} must be free for {holder} at {now}, and is held until {until}"),
    }
}

async fn entry(shelf: &Arc<dyn Shelf>, name: &CertificateName) -> Entry {
    match ok(shelf.entry(name).await) {
        Some(entry) => entry,
        None => panic!("{name} must have a line"),
    }
}

fn certificate(name: &CertificateName) -> KeptCertificate {
    KeptCertificate {
        name: name.clone(),
        key: vec![0, 1, 2, 255],
        chain: vec![name.to_string().into_bytes(), b"an intermediate".to_vec(), b"a root".to_vec()],
        authority: "letsencrypt".to_owned(),
        not_before: start(),
        not_after: at(DAY * 90),
    }
}

fn stored(name: &CertificateName, renew_at: Timestamp, due_at: Timestamp) -> Settled {
    Settled::Stored { kept: certificate(name), renew_at, due_at }
}

fn problem(code: &str) -> IssuanceProblem {
    IssuanceProblem {
        code: code.to_owned(),
        message: "The A record leads elsewhere; ‹süß›.".to_owned(),
        actor: Actor::Customer,
        detail: Some("its words".to_owned()),
        authority: Some("letsencrypt".to_owned()),
        retry_at: Some(at(MINUTE)),
    }
}
