//! Where a connection stands, in words for somebody who knows their DNS panel and nothing of us.

use super::WaitingFor;
use nameplate_domain::connection::State;

/// What the words depend on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Situation<'a> {
    pub(super) state: State,
    pub(super) proven: bool,
    /// Every record that is shown was seen.
    pub(super) all_found: bool,
    /// The records are written with a credential, so that nobody has to type them in.
    pub(super) written_for_them: bool,
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

pub(super) fn of(situation: &Situation<'_>) -> Words {
    let Situation { state, proven, all_found, written_for_them, hostname, application } = *situation;
    let say = |headline: &str, next: String, waiting_for| Words { headline: headline.to_owned(), next, waiting_for };
    match state {
        State::Live => say(
            "Your domain is live",
            format!("{hostname} leads to {application}. Leave the records in place; nothing else is to be done."),
            WaitingFor::Nobody,
        ),
        State::Drifted => say(
            "A record has changed",
            format!("{hostname} was live, and a record no longer has its value. Put it back as it is shown below."),
            WaitingFor::You,
        ),
        State::IssuingCert => say(
            "Almost there",
            "Every record is in place. The certificate is being issued, which takes a minute at most.".to_owned(),
            WaitingFor::Platform,
        ),
        State::Failed | State::Archived => say(
            "This set-up has ended",
            format!("The records are no longer waited for. Ask whoever sent you this link to start again in {application}."),
            WaitingFor::Sender,
        ),
        State::DnsWriting => written(),
        _ if written_for_them && !all_found => written(),
        State::Stalled if proven && all_found => say(
            "Held up on our side",
            format!("Your records are in place. {application} goes on by itself as soon as it can."),
            WaitingFor::Platform,
        ),
        State::Verifying => say(
            "The ownership record is being published",
            "Some servers of your domain have it, others not yet. This goes on by itself; add the other records meanwhile."
                .to_owned(),
            if all_found { WaitingFor::Platform } else { WaitingFor::You },
        ),
        _ if all_found => say(
            "Your records are in place",
            "They are being checked from outside. This goes on by itself.".to_owned(),
            WaitingFor::Platform,
        ),
        _ if proven => say(
            "Ownership is proven, records are still missing",
            "Add the records below that were not found yet. They are looked for all the time; this page follows.".to_owned(),
            WaitingFor::You,
        ),
        _ => say(
            "Records have to be added",
            "Add the records below where your domain's DNS is kept. They are looked for all the time; this page follows."
                .to_owned(),
            WaitingFor::You,
        ),
    }
}

fn written() -> Words {
    Words {
        headline: "Records are being written for you".to_owned(),
        next: "There is nothing to type in. This goes on by itself.".to_owned(),
        waiting_for: WaitingFor::Platform,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> impl Iterator<Item = Situation<'static>> {
        let flags = [false, true];
        State::ALL.into_iter().flat_map(move |state| {
            flags.into_iter().flat_map(move |proven| {
                flags.into_iter().flat_map(move |all_found| {
                    flags.map(move |written_for_them| Situation {
                        state,
                        proven,
                        all_found,
                        written_for_them,
                        hostname: "shop.customer.com",
                        application: "Acme",
                    })
                })
            })
        })
    }

    #[test]
    fn every_situation_has_a_sentence() {
        for situation in every() {
            let words = of(&situation);
            assert!(!words.headline.is_empty() && words.next.ends_with('.'), "{situation:?}");
        }
    }

    #[test]
    fn only_a_live_name_is_done() {
        for situation in every() {
            let is_done = of(&situation).waiting_for == WaitingFor::Nobody;
            assert_eq!(is_done, situation.state == State::Live, "{situation:?}");
        }
    }

    #[test]
    fn nobody_is_asked_to_type_in_what_is_written_or_there() {
        for situation in every().filter(|situation| situation.state != State::Drifted) {
            let is_asked = of(&situation).waiting_for == WaitingFor::You;
            assert!(
                !(is_asked
                    && (situation.all_found || situation.written_for_them && situation.state != State::Verifying)),
                "{situation:?}"
            );
        }
    }
}
