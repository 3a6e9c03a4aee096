//! Where a connection stands, in words for somebody who knows their DNS panel and nothing of us.

use super::WaitingFor;
use nameplate_domain::connection::{Hindrance, WaitingFor as Needed};

/// What the words depend on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Situation<'a> {
    pub(super) hindrance: Hindrance,
    pub(super) waiting_for: Needed,
    /// What the product's people are told.
    pub(super) sentence: &'a str,
    /// For people.
    pub(super) hostname: &'a str,
    pub(super) application: &'a str,
}

/// What is said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Words {
    pub(super) headline: String,
    pub(super) next: String,
    pub(super) waiting_for: WaitingFor,
}

/// Who that is, as whoever reads the page sees it.
impl From<Needed> for WaitingFor {
    fn from(needed: Needed) -> Self {
        match needed {
            Needed::Customer => Self::You,
            Needed::Developer => Self::Sender,
            Needed::Platform | Needed::Authority => Self::Platform,
            Needed::Nobody => Self::Nobody,
        }
    }
}

pub(super) fn of(situation: &Situation<'_>) -> Words {
    let Situation { hindrance, waiting_for, sentence, hostname, application } = *situation;
    let waiting_for = WaitingFor::from(waiting_for);
    let (headline, next) = match (hindrance, waiting_for) {
        (Hindrance::Nothing, _) => (
            "Your domain is live",
            format!("{hostname} leads to {application}. Leave the records in place; nothing else is to be done."),
        ),
        (Hindrance::Drift, _) => (
            "A record has changed",
            format!("{hostname} was live, and a record no longer has its value. Put it back as it is shown below."),
        ),
        (Hindrance::Ended, _) => (
            "This set-up has ended",
            format!("The records are no longer waited for. Ask whoever sent you this link to start again in {application}."),
        ),
        (Hindrance::HeldElsewhere, _) => (
            "This domain is connected elsewhere",
            format!("{hostname} is connected already, so that the records do not help yet. Ask whoever sent you this link in {application}."),
        ),
        (Hindrance::Writing, _) => {
            ("Records are being written for you", "There is nothing to type in. This goes on by itself.".to_owned())
        }
        // Which record forbids it is not among those below.
        (Hindrance::Certificate, WaitingFor::You) => ("The certificate is held up", sentence.to_owned()),
        (Hindrance::Certificate, _) => (
            "Almost there",
            "Every record is in place. The certificate is being issued, which mostly takes a minute. This goes on by itself."
                .to_owned(),
        ),
        (Hindrance::Suspended, _) => (
            "Held up on our side",
            format!("Your records are in place. {application} goes on by itself as soon as it can."),
        ),
        (Hindrance::Spreading, _) => (
            "A record is being published",
            "Some servers of your domain have it, others not yet. This goes on by itself; add the other records meanwhile."
                .to_owned(),
        ),
        (Hindrance::Checking, _) => (
            "Your records are in place",
            "They are being checked from outside. This goes on by itself.".to_owned(),
        ),
        (Hindrance::Records, _) => (
            "Ownership is proven, records are still missing",
            "Add the records below that were not found yet. They are looked for all the time; this page follows.".to_owned(),
        ),
        (Hindrance::Ownership, _) => (
            "Records have to be added",
            "Add the records below where your domain's DNS is kept. They are looked for all the time; this page follows."
                .to_owned(),
        ),
    };
    Words { headline: headline.to_owned(), next, waiting_for }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const EVERY: [Hindrance; 11] = [
        Hindrance::Nothing,
        Hindrance::Ended,
        Hindrance::Suspended,
        Hindrance::HeldElsewhere,
        Hindrance::Ownership,
        Hindrance::Spreading,
        Hindrance::Writing,
        Hindrance::Records,
        Hindrance::Checking,
        Hindrance::Certificate,
        Hindrance::Drift,
    ];

    fn said(hindrance: Hindrance, waiting_for: Needed) -> Words {
        let sentence = "CAA records of customer.com forbid it.";
        of(&Situation { hindrance, waiting_for, sentence, hostname: "shop.customer.com", application: "Acme" })
    }

    #[test]
    fn every_situation_has_words_of_its_own() {
        let mut headlines = BTreeMap::new();
        for hindrance in EVERY {
            for waiting_for in Needed::ALL {
                let words = said(hindrance, waiting_for);
                assert!(words.next.ends_with('.'), "{words:?}");
                let other = headlines.insert(words.headline.clone(), hindrance);
                assert!(other.is_none_or(|other| other == hindrance), "{words:?}");
            }
        }
    }

    #[test]
    fn who_acts_is_who_was_decided_on() {
        for (needed, expected) in [
            (Needed::Customer, WaitingFor::You),
            (Needed::Developer, WaitingFor::Sender),
            (Needed::Platform, WaitingFor::Platform),
            (Needed::Authority, WaitingFor::Platform),
            (Needed::Nobody, WaitingFor::Nobody),
        ] {
            for hindrance in EVERY {
                assert_eq!(said(hindrance, needed).waiting_for, expected);
            }
        }
    }

    #[test]
    fn a_certificate_that_hangs_on_the_customer_is_not_called_almost_there() {
        assert_eq!(said(Hindrance::Certificate, Needed::Platform).headline, "Almost there");
        assert_eq!(said(Hindrance::Certificate, Needed::Customer).headline, "The certificate is held up");
    }
}
