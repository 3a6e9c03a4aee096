//! What the automatic way wishes for in a customer's zone.

use super::automate::record_wishes;
use crate::Control;
use nameplate_domain::connection::{Challenge, Connection};
use nameplate_domain::records::DEFAULT_TTL_S;
use nameplate_domain::zone::{RrData, RrSet, Wish, ZoneContents};

/// The wishes for one connection.
#[derive(Clone, Debug)]
pub(crate) struct Wished {
    /// What proves the name; written first, and seen, before anything else is.
    pub(crate) challenge: Vec<Wish>,
    /// What leads visitors, and whatever else the connection publishes.
    pub(crate) records: Vec<Wish>,
}

impl Wished {
    /// All of them, in the order in which they are written.
    pub(crate) fn all(&self) -> Vec<Wish> {
        self.challenge.iter().chain(&self.records).cloned().collect()
    }

    /// The same, without challenges that the customer delegated to somebody else, which stays so.
    pub(crate) fn without_taken(mut self, contents: &ZoneContents) -> Self {
        self.challenge.retain(|wish| !is_taken(contents, wish));
        self
    }
}

impl Control {
    pub(crate) fn wished(&self, connection: &Connection) -> Wished {
        Wished { challenge: self.challenge_wishes(connection), records: record_wishes(connection) }
    }

    /// The records that prove the name. Where a fresh proof is needed it is the customer's own hand's, never that of a credential that
    /// was lent before.
    fn challenge_wishes(&self, connection: &Connection) -> Vec<Wish> {
        let mut wishes = Vec::new();
        if !connection.standing().proven && !connection.fresh_proof {
            wishes.push(Wish::Among {
                name: Challenge::txt_name(&connection.hostname),
                data: RrData::Txt(connection.challenge.txt_value()),
                ttl: DEFAULT_TTL_S,
            });
        }
        // Public authorities issue wildcards by DNS-01 only. It proves the name too, so where a fresh proof is needed it comes after that.
        if connection.hostname.is_wildcard()
            && (connection.standing().proven || !connection.fresh_proof)
            && !self.platform.ca_identities.is_empty()
            && let Some(cname) = self.challenge_cname(connection)
        {
            wishes.push(Wish::Exactly(RrSet::of_one(&cname.host, cname.ttl, RrData::Cname(cname.value))));
        }
        wishes
    }
}

fn is_taken(contents: &ZoneContents, wish: &Wish) -> bool {
    let Wish::Exactly(set) = wish else { return false };
    contents.named(&set.name).any(|stored| !stored.set.says_the_same(set))
}
