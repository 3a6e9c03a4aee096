use super::*;
use proptest::prelude::*;

const START: Timestamp = Timestamp::from_ms(1_790_000_000_000);

fn days(days: u64) -> Duration {
    Duration::from_hours(24 * days)
}

fn hours(life: Duration, window: Option<RenewalWindow>, chance: f64) -> u64 {
    renew_at(START, START.plus(life), window, chance).since(START).as_secs() / 3600
}

fn window(from: u64, to: u64) -> Option<RenewalWindow> {
    Some(RenewalWindow { start: START.plus(days(from)), end: START.plus(days(to)) })
}

#[test]
fn without_a_window_two_thirds_of_the_life_or_half_of_a_short_one() {
    assert_eq!(hours(days(90), None, 0.0), 60 * 24);
    assert_eq!(hours(days(90), None, 1.0), 60 * 24 - 108, "a twentieth of the life sooner");
    assert_eq!(hours(days(10), None, 0.0), 160);
    assert_eq!(hours(Duration::from_hours(160), None, 0.0), 80);
}

#[test]
fn inside_the_window_where_chance_points() {
    assert_eq!(hours(days(90), window(50, 52), 0.0), 50 * 24);
    assert_eq!(hours(days(90), window(50, 52), 0.5), 51 * 24);
    assert_eq!(hours(days(90), window(50, 52), 1.0), 52 * 24);
    assert_eq!(hours(days(90), window(0, 1), 0.5), 12, "early, when the authority is about to revoke");
    assert_eq!(hours(days(90), window(59, 61), 1.0), 61 * 24, "around two thirds, as Let's Encrypt has it");
    assert_eq!(hours(days(90), window(70, 85), 1.0), 75 * 24, "a window is cut before the last sixth");
    assert_eq!(hours(days(90), window(76, 80), 0.0), 60 * 24, "and one in it is none");
    assert_eq!(hours(days(90), window(52, 52), 0.5), hours(days(90), None, 0.5), "and an empty one, too");
}

#[test]
fn failures_are_retried_ever_more_rarely() {
    let after = |failures, chance| retry_at(failures, START, None, chance).since(START);
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    for (failures, expected) in [(0, 1), (1, 1), (2, 10), (3, 100), (4, 24 * 60), (1000, 24 * 60)] {
        assert_eq!(after(failures, 0.5), minutes(expected), "{failures}");
        assert_eq!(after(failures, 0.0), minutes(expected) * 9 / 10);
        assert_eq!(after(failures, 1.0), minutes(expected) * 11 / 10);
    }
    let near_the_end = retry_at(9, START, Some(START.plus(Duration::from_hours(8))), 0.5);
    assert_eq!(near_the_end.since(START), Duration::from_hours(2));
    let at_the_end = retry_at(9, START, Some(START.plus(Duration::from_secs(10))), 0.5);
    assert_eq!(at_the_end.since(START), MINUTE);
    assert_eq!(retry_at(9, START, Some(START.minus(MINUTE)), 0.5).since(START), DAY, "what has ended hurries nobody");
}

#[test]
fn the_authority_says_when_it_is_asked_again() {
    let asked = |retry_after, life| ask_again_at(START, retry_after, START, START.plus(life)).since(START);
    assert_eq!(asked(None, days(90)), Duration::from_hours(12));
    assert_eq!(asked(Some(Duration::ZERO), days(90)), MINUTE);
    assert_eq!(asked(Some(Duration::from_hours(6)), days(90)), Duration::from_hours(6));
    assert_eq!(asked(Some(days(3)), days(90)), days(3));
    assert_eq!(asked(Some(days(300)), days(90)), days(9));
    assert_eq!(asked(Some(days(300)), days(6)), DAY);
    assert_eq!(asked(Some(Duration::MAX), Duration::ZERO), DAY);
}

#[test]
fn chances_are_the_same_everywhere_and_spread() {
    // A value that is written down: another machine, or a later version, must come to the same.
    assert_eq!(format!("{:.9}", chance_of("shop.customer.com", 7)), "0.899499408");
    assert!((chance_of("shop.customer.com", 7) - chance_of("shop.customer.com", 8)).abs() > f64::EPSILON);
    let mut tenths = [0_u32; 10];
    for number in 0..10_000 {
        let chance = chance_of(&format!("shop-{number}.customer.com"), 0);
        assert!((0.0..1.0).contains(&chance));
        let tenth =
            (0..10_usize).rev().find(|tenth| chance * 10.0 >= f64::from(u8::try_from(*tenth).unwrap())).unwrap();
        tenths[tenth] += 1;
    }
    assert!(tenths.iter().all(|count| (850..1150).contains(count)), "{tenths:?}");
}

proptest! {
    #[test]
    fn renewal_is_never_late_and_does_not_move(
        life_s in 0_u64..40_000_000,
        window in prop::option::of((-10_000_000_i64..50_000_000, -10_000_000_i64..50_000_000)),
        chance in prop_oneof![0.0..=1.0, Just(f64::NAN), Just(-3.0), Just(7.0)],
    ) {
        let end = START.plus(Duration::from_secs(life_s));
        let at = |offset_s: i64| Timestamp::from_ms(START.as_ms() + offset_s * 1000);
        let window = window.map(|(from, to)| RenewalWindow { start: at(from), end: at(to) });
        let renew = renew_at(START, end, window, chance);
        let left = if life_s < 864_000 { 2 } else { 3 };
        let backstop = end.minus(Duration::from_secs(life_s) / left);
        let latest = end.minus(Duration::from_secs(life_s) / (left * 2));
        prop_assert!(renew <= latest);
        prop_assert_eq!(renew, renew_at(START, end, window, chance));
        match window.filter(|window| window.start < window.end && window.start < latest) {
            Some(window) => prop_assert!(window.start <= renew && renew <= window.end),
            None => prop_assert!(renew <= backstop && renew >= backstop.minus(Duration::from_secs(life_s) / 20)),
        }
    }

    /// Apart from each other, early enough, and told from every other date.
    #[test]
    fn a_crowd_parts(life_s in 3600_u64..40_000_000, chance in 0.0..=1.0) {
        let life = Duration::from_secs(life_s);
        let end = START.plus(life);
        let at = parting_at(START, end, chance);
        prop_assert!(START.plus(life / 4) <= at && at < renew_at(START, end, None, chance));
        prop_assert!(is_parting(at, START, end));
        prop_assert!(!is_parting(renew_at(START, end, None, chance), START, end));
    }

    /// From any number of failures: at least three more attempts before the end, unless it is minutes away.
    #[test]
    fn a_certificate_near_its_end_is_tried_three_times(failures in 0_u32..50, left_s in 300_u64..10_000_000, chances in prop::collection::vec(0.0..=1.0, 3)) {
        let end = START.plus(Duration::from_secs(left_s));
        let mut now = START;
        for (number, chance) in chances.into_iter().enumerate() {
            let next = retry_at(failures.saturating_add(u32::try_from(number).unwrap()), now, Some(end), chance);
            prop_assert!(next >= now.plus(Duration::from_secs(54)), "attempts are never close together");
            now = next;
        }
        prop_assert!(now < end, "{} is not before {}", now, end);
    }

    #[test]
    fn questions_are_at_least_a_minute_apart(asked_s in prop::option::of(any::<u64>()), life_s in 0_u64..40_000_000) {
        let next = ask_again_at(START, asked_s.map(Duration::from_secs), START, START.plus(Duration::from_secs(life_s)));
        let wait = next.since(START);
        prop_assert!(wait >= MINUTE && wait <= DAY.max(Duration::from_secs(life_s) / 10));
    }
}

#[test]
fn the_authority_decided_where_its_window_was_followed() {
    let (start, end) = (Timestamp::from_ms(100), Timestamp::from_ms(200));
    let window = RenewalWindow { start, end };
    for (at, window, expected) in [
        (150, Some(window), Renewal::Authority),
        (100, Some(window), Renewal::Authority),
        (99, Some(window), Renewal::Life),
        (201, Some(window), Renewal::Life),
        (150, Some(RenewalWindow { start: end, end: start }), Renewal::Life),
        (150, None, Renewal::Life),
    ] {
        assert_eq!(decided_by(Timestamp::from_ms(at), window), expected, "{at} {window:?}");
    }
}
