//! The one function that moves a connection between states.
//!
//! ```text
//! created ─ pending_ownership ⇄ verifying ─ verified ─ dns_writing ─ propagating ─ issuing_cert ─ live ⇄ drifted
//!                                                            ╲            │             │
//!                                                             ╲──────── stalled ────────╯
//! every state but the last two ─ failed · archived
//! ```
//!
//! The full table is `web/docs/pages/reference/lifecycle.md`, written by this module's tests.

use super::effect::Announcement::{
    Added, Archived as TakenDown, Drift, FlowCompleted, Recovered, SslIssued, Transferred, Verified as ProvenNow,
};
use super::effect::Effect::{Announce, Meter};
use super::effect::{Effect, UsageKind};
use super::event::Event::{self, *};
use super::state::Standing;
use super::state::State::{self, *};

/// One transition: where to, and what it causes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// The next state; never the present one.
    pub to: State,
    /// What is written together with it, in this order.
    pub effects: &'static [Effect],
}

/// An event that must not happen in this state: the caller decided on outdated facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{event} cannot happen to a connection that is {state}")]
pub struct Refused {
    /// The present state.
    pub state: State,
    /// What was claimed to have happened.
    pub event: Event,
}

const GO_LIVE: &[Effect] = &[Announce(SslIssued), Announce(FlowCompleted), Meter(UsageKind::ActiveDomain)];

/// One step. `Ok(None)`: the event is welcome and changes nothing.
///
/// # Errors
/// [`Refused`] when the event cannot happen to a connection in this standing.
pub fn step(standing: Standing, event: Event) -> Result<Option<Step>, Refused> {
    let to = |to, effects| Ok(Some(Step { to, effects }));
    let stay = Ok(None);
    let Standing { state, proven } = standing;
    match (state, event) {
        // Ends.
        (Archived, Archive) => stay,
        (_, Archive) => to(Archived, &[Announce(TakenDown)]),
        (Archived | Failed, _) => Err(Refused { state, event }),
        (_, TakenAway) if standing.holds_claim() => to(Archived, &[Announce(Transferred)]),
        (Created | PendingOwnership | Verifying, Expired) => to(Failed, &[]),
        (Stalled, Expired) if !proven => to(Failed, &[]),

        // Proof.
        (Created, ChallengeIssued) => to(PendingOwnership, &[]),
        (PendingOwnership, ChallengeIssued | OwnershipNotSeen) | (Verifying, OwnershipPartlySeen) => stay,
        (PendingOwnership, OwnershipPartlySeen) => to(Verifying, &[]),
        (Verifying, OwnershipNotSeen) => to(PendingOwnership, &[]),
        (PendingOwnership | Verifying, OwnershipProven) => to(Verified, &[Announce(ProvenNow)]),
        (PendingOwnership | Verifying, OwnershipTakenOver) => {
            to(Verified, &[Announce(ProvenNow), Announce(Transferred)])
        }
        (PendingOwnership | Verifying, WriteFailed) => to(Stalled, &[]),
        (Stalled, OwnershipNotSeen | OwnershipPartlySeen) if !proven => stay,
        (Stalled, OwnershipProven) if !proven => to(Verified, &[Announce(ProvenNow)]),
        (Stalled, OwnershipTakenOver) if !proven => to(Verified, &[Announce(ProvenNow), Announce(Transferred)]),
        (_, OwnershipProven) if standing.holds_claim() => stay,

        // Writing.
        (Verified | Propagating, WriteStarted) => to(DnsWriting, &[]),
        (Stalled, WriteStarted) if proven => to(DnsWriting, &[]),
        (DnsWriting | IssuingCert | Live | Drifted, WriteStarted) => stay,
        (DnsWriting, RecordsMissing | RecordsPropagated | RecordsPropagatedNoEdge) => stay,
        (DnsWriting, WriteSucceeded) => to(Propagating, &[Announce(Added)]),
        (IssuingCert | Live | Drifted, WriteSucceeded | WriteFailed) => stay,
        (DnsWriting, WriteFailed | TimedOut) => to(Stalled, &[]),

        // Propagation.
        (Verified, RecordsMissing) => to(Propagating, &[]),
        (Propagating | Stalled, RecordsMissing) if standing.holds_claim() => stay,
        (Verified | Propagating | Stalled, RecordsPropagated) if standing.holds_claim() => to(IssuingCert, &[]),
        (Verified | Propagating | Stalled, RecordsPropagatedNoEdge) if standing.holds_claim() => to(Live, GO_LIVE),
        (Propagating, TimedOut) => to(Stalled, &[]),

        // The certificate.
        (IssuingCert, RecordsPropagated) => stay,
        (IssuingCert, RecordsPropagatedNoEdge | CertificateStored) => to(Live, GO_LIVE),
        (IssuingCert, RecordsMissing) => to(Propagating, &[]),
        (IssuingCert, CertificateFailed | TimedOut) => to(Stalled, &[]),
        (Verified | DnsWriting | Propagating | Live | Drifted, CertificateStored | CertificateFailed) => stay,
        (Stalled, CertificateStored | CertificateFailed) if proven => stay,

        // After going live.
        (Live, RecordsPropagated | RecordsPropagatedNoEdge) | (Drifted, RecordsMissing) => stay,
        (Live, RecordsMissing) => to(Drifted, &[Announce(Drift)]),
        (Drifted, RecordsPropagated | RecordsPropagatedNoEdge) => to(Live, &[Announce(Recovered)]),

        (_, _) => Err(Refused { state, event }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::effect::Announcement;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    /// Whether ownership counts as proven after `event`: what the store does with the proof.
    fn proven_after(before: Standing, event: Event) -> bool {
        before.proven || matches!(event, OwnershipProven | OwnershipTakenOver)
    }

    /// Plays events from `created`; refused ones are dropped, as callers drop them.
    fn play(events: &[Event]) -> Vec<(Standing, Event, Step, Standing)> {
        let mut standing = Standing { state: Created, proven: false };
        let mut steps = Vec::new();
        for event in events {
            if let Ok(Some(step)) = super::step(standing, *event) {
                let next = Standing { state: step.to, proven: proven_after(standing, *event) };
                steps.push((standing, *event, step, next));
                standing = next;
            }
        }
        steps
    }

    fn announced(steps: &[(Standing, Event, Step, Standing)], what: Announcement) -> usize {
        steps.iter().flat_map(|(_, _, step, _)| step.effects).filter(|effect| **effect == Announce(what)).count()
    }

    fn any_event() -> impl Strategy<Value = Event> {
        prop::sample::select(Event::ALL.as_slice())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn going_live_is_announced_at_most_once_and_as_a_pair(events in prop::collection::vec(any_event(), 0..80)) {
            let steps = play(&events);
            prop_assert!(announced(&steps, SslIssued) <= 1);
            prop_assert_eq!(announced(&steps, SslIssued), announced(&steps, FlowCompleted));
            prop_assert!(announced(&steps, ProvenNow) <= 1);
        }

        #[test]
        fn the_claim_is_held_from_proof_to_the_end_without_a_gap(events in prop::collection::vec(any_event(), 0..80)) {
            for (before, event, _, after) in play(&events) {
                prop_assert_eq!(after.holds_claim(), after.proven && !after.state.is_terminal(), "{:?} by {}", before, event);
                if before.holds_claim() {
                    prop_assert!(after.holds_claim() || after.state.is_terminal());
                }
            }
        }

        #[test]
        fn nothing_happens_after_archive(events in prop::collection::vec(any_event(), 0..80)) {
            let steps = play(&events);
            prop_assert!(steps.iter().all(|(before, ..)| before.state != Archived));
        }

        #[test]
        fn live_comes_only_after_proof(events in prop::collection::vec(any_event(), 0..80)) {
            for (before, _, step, after) in play(&events) {
                if step.to == Live {
                    prop_assert!(after.proven);
                    prop_assert!(matches!(before.state, IssuingCert | Drifted | Verified | Propagating | Stalled));
                }
            }
        }

        /// Many connections for one name: as long as proof takes the name from its holder, or is refused, there is one holder.
        #[test]
        fn there_are_never_two_holders(moves in prop::collection::vec((0..4usize, any_event()), 0..120)) {
            let mut all = [Standing { state: Created, proven: false }; 4];
            for (who, event) in moves {
                let holder = (0..4).find(|i| all[*i].holds_claim());
                let is_held_elsewhere = holder.is_some_and(|other| other != who);
                if event == OwnershipProven && is_held_elsewhere {
                    continue;
                }
                let takes = event == OwnershipTakenOver && matches!(super::step(all[who], event), Ok(Some(_)));
                if let (true, true, Some(other)) = (takes, is_held_elsewhere, holder) {
                    let step = super::step(all[other], TakenAway);
                    all[other].state = step.expect("a holder can lose its name").expect("and then has lost it").to;
                }
                if let Ok(Some(step)) = super::step(all[who], event) {
                    all[who] = Standing { state: step.to, proven: proven_after(all[who], event) };
                }
                prop_assert!(all.iter().filter(|standing| standing.holds_claim()).count() <= 1);
            }
        }
    }

    fn standings() -> Vec<Standing> {
        State::ALL
            .into_iter()
            .flat_map(|state| match state {
                Stalled => vec![Standing { state, proven: false }, Standing { state, proven: true }],
                _ => vec![Standing { state, proven: state.is_after_proof() }],
            })
            .collect()
    }

    #[test]
    fn a_step_always_leads_to_another_state() {
        for standing in standings() {
            for event in Event::ALL {
                if let Ok(Some(step)) = super::step(standing, event) {
                    assert_ne!(step.to, standing.state, "{event}");
                }
            }
        }
    }

    #[test]
    fn every_arrow_of_the_documentation_exists() {
        let path = [
            (Created, ChallengeIssued, PendingOwnership),
            (PendingOwnership, OwnershipPartlySeen, Verifying),
            (Verifying, OwnershipProven, Verified),
            (Verified, WriteStarted, DnsWriting),
            (DnsWriting, WriteSucceeded, Propagating),
            (Propagating, RecordsPropagated, IssuingCert),
            (IssuingCert, CertificateStored, Live),
            (Live, RecordsMissing, Drifted),
            (Drifted, RecordsPropagated, Live),
            (Propagating, TimedOut, Stalled),
            (PendingOwnership, Expired, Failed),
            (Live, Archive, Archived),
        ];
        for (from, event, to) in path {
            let standing = Standing { state: from, proven: from.is_after_proof() };
            assert_eq!(super::step(standing, event).unwrap().unwrap().to, to, "{from} + {event}");
        }
    }

    fn table() -> String {
        let mut text = String::new();
        let name = |standing: Standing| match (standing.state, standing.proven) {
            (Stalled, false) => "stalled (unproven)".to_owned(),
            (Stalled, true) => "stalled (proven)".to_owned(),
            (state, _) => state.to_string(),
        };
        text.push_str("| event |");
        for standing in standings() {
            let _ = write!(text, " {} |", name(standing));
        }
        text.push_str("\n|---|");
        text.push_str(&"---|".repeat(standings().len()));
        text.push('\n');
        for event in Event::ALL {
            let _ = write!(text, "| {event} |");
            for standing in standings() {
                let cell = match super::step(standing, event) {
                    Err(_) => String::new(),
                    Ok(None) => "·".to_owned(),
                    Ok(Some(step)) => {
                        let effects: Vec<String> = step
                            .effects
                            .iter()
                            .map(|effect| match effect {
                                Announce(what) => format!("`{what}`"),
                                Meter(kind) => format!("+1 {}", kind.as_str()),
                            })
                            .collect();
                        format!("**{}** {}", step.to, effects.join(" ")).trim_end().to_owned()
                    }
                };
                let _ = write!(text, " {cell} |");
            }
            text.push('\n');
        }
        text
    }

    #[test]
    fn the_printed_table_is_current() {
        nameplate_test_pages::keep("reference/lifecycle", "lifecycle", &table());
    }
}
