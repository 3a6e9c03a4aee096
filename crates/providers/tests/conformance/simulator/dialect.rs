//! What one provider's API adds to the simulator.

use super::{Answer, Record, Request, World};
use nameplate_providers::{ProviderSpec, Zone};

/// What a request does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Shows zones or records.
    Read,
    /// Changes records.
    Write,
    /// Neither: a login, the state of an asynchronous job. Nothing is made to fail here.
    Aside,
}

/// What becomes of an edit that somebody else makes between the adapter's last look and its write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LateEdit {
    /// Survives: the API writes single records, or has a lock (etag, exact deletion, transaction on what was read).
    Survives,
    /// Is lost when it was in the same set: the API replaces sets without a lock.
    LostInSet,
    /// Is lost wherever it was: the API replaces zones without a lock.
    LostInZone,
}

/// One provider's documented HTTP over the zones of a [`World`].
pub(crate) trait Dialect: Send + Sync + 'static {
    fn spec(&self) -> &'static ProviderSpec;

    /// A credential that is let in, in the form that customers paste. `base` is where the simulator listens.
    fn credential(&self, base: &str) -> String;

    /// One of the same form that the provider does not know.
    fn wrong_credential(&self, base: &str) -> String;

    /// The parts of the right credential that must never be shown.
    fn secrets(&self) -> Vec<String>;

    /// Refuses whoever does not show the credential as documented.
    fn admit(&self, request: &Request) -> Result<(), Answer>;

    /// Does what the request says.
    fn answer(&self, world: &mut World, request: &Request) -> Answer;

    fn kind(&self, request: &Request) -> Kind {
        if request.method == "GET" { Kind::Read } else { Kind::Write }
    }

    /// The provider's "too many requests".
    fn too_many(&self, retry_after_s: u64) -> Answer {
        Answer::empty(429).with_header("retry-after", retry_after_s)
    }

    /// Whether [`Dialect::too_many`] is a 429 that says how long to wait.
    fn says_how_long(&self) -> bool {
        true
    }

    /// The provider's "not now".
    fn outage(&self) -> Answer {
        Answer::text(503, "text/html", "<h1>Service Unavailable</h1>").with_header("retry-after", 0)
    }

    /// The provider's "this record is not valid", in these words.
    fn rejection(&self, words: &str) -> Answer;

    /// The identifier of the zone with this name.
    fn zone_id(&self, name: &str) -> String {
        name.to_owned()
    }

    /// A zone that the provider does not have, as an adapter would name it.
    fn unknown_zone(&self) -> Zone {
        Zone::named("unknown.example")
    }

    /// What stands in every new zone besides what the suite puts there: SOA and name servers if they are listed, records that the
    /// provider manages, and at least one of a type that is not written by us, if the API has any.
    fn furniture(&self, zone: &str) -> Vec<Record>;

    /// Whether zones can be there and not served, as `Service::NotServed` says.
    fn has_unserved_zones(&self) -> bool {
        false
    }

    /// Whether the API takes this text as TXT, beyond its length: some refuse quotes or backslashes.
    fn takes_text(&self, _text: &str) -> bool {
        true
    }

    fn late_edit(&self) -> LateEdit {
        LateEdit::Survives
    }

    /// Whether records keep their identifiers when others are written.
    fn keeps_ids(&self) -> bool {
        true
    }

    /// Whether the credential is for one zone only, so that there is nothing to list.
    fn sees_one_zone(&self) -> bool {
        false
    }
}
