//! When a certificate is replaced, tried again, and asked about.

use super::entry::RenewalWindow;
use crate::certificate::Renewal;
use crate::time::Timestamp;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_hours(24);

/// Certificates that live shorter are replaced at half their life, the others at two thirds of it.
const SHORT_LIFE: Duration = Duration::from_hours(10 * 24);
/// Over which part of a life renewals without a suggested window are spread: a twentieth.
const SPREAD: f64 = 0.05;
/// Between two questions about renewal when the authority says nothing (twice a day).
const ASK_AGAIN: Duration = Duration::from_hours(12);

/// When a certificate is to be replaced. An instant that has passed means now.
///
/// Inside the window that the authority suggests (RFC 9773, 4.2) it is the place that `chance` (0 to 1) points at; a window that ends
/// before it starts is none, and one that reaches beyond the last sixth of the life is cut there (the last quarter of a life shorter
/// than 10 days): room for everything to go wrong. Without a window, up to a twentieth of the life before the backstop, so that
/// certificates that were issued together are not replaced together. The backstop is where a third of the life is left, or half of
/// a life shorter than 10 days.
#[must_use]
pub fn renew_at(not_before: Timestamp, not_after: Timestamp, window: Option<RenewalWindow>, chance: f64) -> Timestamp {
    let life = not_after.since(not_before);
    let (backstop, latest) = match life < SHORT_LIFE {
        true => (not_after.minus(life / 2), not_after.minus(life / 4)),
        false => (not_after.minus(life / 3), not_after.minus(life / 6)),
    };
    if let Some(window) = window.filter(|window| window.start < window.end && window.start < latest) {
        let end = window.end.min(latest);
        return window.start.plus(part(end.since(window.start), fraction(chance)));
    }
    backstop.minus(part(life, SPREAD * fraction(chance)))
}

/// Who decided on this instant: the authority, if it lies in the window that it suggests, or else the certificate's life.
#[must_use]
pub fn decided_by(renew_at: Timestamp, window: Option<RenewalWindow>) -> Renewal {
    match window.is_some_and(|window| window.start < window.end && (window.start..=window.end).contains(&renew_at)) {
        true => Renewal::Authority,
        false => Renewal::Life,
    }
}

/// When the first certificate of a name that came in a crowd is replaced: somewhere between a quarter of its life and where renewals
/// begin otherwise. Names that were connected together are issued as fast as limits allow, and would be renewed together for ever,
/// for each window follows the issuance before it; one renewal at a place of its own parts them for good.
#[must_use]
pub fn parting_at(not_before: Timestamp, not_after: Timestamp, chance: f64) -> Timestamp {
    let from = not_before.plus(not_after.since(not_before) / 4);
    let to = earliest_without_window(not_before, not_after).minus(Duration::from_millis(1));
    from.plus(part(to.since(from), fraction(chance)))
}

/// Whether a certificate's date was set by [`parting_at`]: no other is as early without a window.
#[must_use]
pub fn is_parting(renew_at: Timestamp, not_before: Timestamp, not_after: Timestamp) -> bool {
    renew_at < earliest_without_window(not_before, not_after)
}

fn earliest_without_window(not_before: Timestamp, not_after: Timestamp) -> Timestamp {
    renew_at(not_before, not_after, None, 1.0)
}

/// A number from 0 to below 1 that is the same for a name and a salt on every machine: FNV-1a, its bits mixed once more (the
/// finalizer of splitmix64), for the last letters of a name move only FNV's low bits.
#[must_use]
pub fn chance_of(name: &str, salt: u64) -> f64 {
    let hash = name
        .bytes()
        .chain(salt.to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let high = u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or(0);
    f64::from(high) / (f64::from(u32::MAX) + 1.0)
}

/// When to try again after so many failures in a row: after 1, 10 and 100 minutes, then once a day, each up to a tenth more or
/// less. A certificate that still lives, until `not_after`, is tried at least three times more: not later than after a quarter
/// of what is left of it, though never sooner than after a minute.
#[must_use]
pub fn retry_at(failures: u32, now: Timestamp, not_after: Option<Timestamp>, chance: f64) -> Timestamp {
    let step = match failures {
        0 | 1 => MINUTE,
        2 => 10 * MINUTE,
        3 => 100 * MINUTE,
        _ => DAY,
    };
    let left = not_after.map(|end| end.since(now)).filter(|left| !left.is_zero());
    let step = left.map_or(step, |left| step.min(left / 4).max(MINUTE));
    now.plus(part(step, 0.9 + 0.2 * fraction(chance)))
}

/// When to ask for renewal information next (RFC 9773, 4.3): when the authority said, but not sooner than in a minute and not later
/// than in a day, or in a tenth of the life where that is longer. In 12 hours when it said nothing.
#[must_use]
pub fn ask_again_at(
    now: Timestamp,
    retry_after: Option<Duration>,
    not_before: Timestamp,
    not_after: Timestamp,
) -> Timestamp {
    let most = DAY.max(not_after.since(not_before) / 10);
    now.plus(retry_after.map_or(ASK_AGAIN, |asked| asked.clamp(MINUTE, most)))
}

/// A chance as it should be: from 0 to 1; what is no number is 0.
fn fraction(chance: f64) -> f64 {
    if chance.is_nan() { 0.0 } else { chance.clamp(0.0, 1.0) }
}

/// `by` times `whole`; the whole when that is no duration.
fn part(whole: Duration, by: f64) -> Duration {
    Duration::try_from_secs_f64(whole.as_secs_f64() * by).unwrap_or(whole)
}

#[cfg(test)]
mod tests;
