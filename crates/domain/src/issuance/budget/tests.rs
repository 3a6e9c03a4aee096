use super::*;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_ms(1_790_000_000_000);
const SMALL: Limit = Limit { count: 3, per: Duration::from_secs(30) };

fn name(text: &str) -> CertificateName {
    CertificateName::parse(text).unwrap()
}

fn later(seconds: u64) -> Timestamp {
    NOW.plus(Duration::from_secs(seconds))
}

#[test]
fn a_full_bucket_gives_its_count_at_once_and_then_one_at_a_time() {
    let mut full_at = None;
    for taken in 1..=3 {
        full_at = Some(draw(full_at, SMALL, 0, NOW).unwrap());
        assert_eq!(full_at, Some(later(10 * taken)));
    }
    assert_eq!(draw(full_at, SMALL, 0, NOW), Err(later(10)));
    assert_eq!(draw(full_at, SMALL, 0, later(10)), Ok(later(40)));
    assert_eq!(draw(full_at, SMALL, 0, later(9)), Err(later(10)));
    assert_eq!(draw(full_at, SMALL, 0, later(1000)), Ok(later(1010)), "a bucket does not run over");
}

#[test]
fn a_reserve_stays_for_others() {
    let once = draw(None, SMALL, 1, NOW).unwrap();
    let twice = draw(Some(once), SMALL, 1, NOW).unwrap();
    assert_eq!(draw(Some(twice), SMALL, 1, NOW), Err(later(10)));
    assert_eq!(draw(Some(twice), SMALL, 0, NOW), Ok(later(30)));
    for reserve in [3, 4, u32::MAX] {
        assert_eq!(draw(None, SMALL, reserve, NOW), Err(Timestamp::from_ms(i64::MAX)));
    }
    assert!(draw(None, Limit { count: 0, per: SMALL.per }, 0, NOW).is_err());
}

proptest! {
    #[test]
    fn as_many_can_be_drawn_as_are_said_to_be_there(count in 1u32..50, per_s in 1u64..10_000, full_in_ms in -5_000i64..20_000_000) {
        let limit = Limit { count, per: Duration::from_secs(per_s) };
        let full_at = Timestamp::from_ms(NOW.as_ms() + full_in_ms);
        let (mut level, mut drawn) = (Some(full_at), 0);
        while let Ok(then) = draw(level, limit, 0, NOW) {
            (level, drawn) = (Some(then), drawn + 1);
        }
        prop_assert_eq!(available(Some(full_at), limit, NOW), drawn);
        prop_assert_eq!(available(level, limit, NOW), 0);
    }
}

#[test]
fn an_order_draws_from_account_domain_and_set() {
    let limits = Limits::LETS_ENCRYPT;
    let drawn = |text, standing| -> Vec<(String, u32, u32)> {
        draws("letsencrypt", &limits, &name(text), standing)
            .into_iter()
            .map(|draw| (draw.key, draw.limit.count, draw.reserve))
            .collect()
    };
    let expected = |set: &str, orders: u32, domain: u32| {
        vec![
            ("letsencrypt/orders".to_owned(), 300, orders),
            ("letsencrypt/domain/customer.co.uk".to_owned(), 50, domain),
            (format!("letsencrypt/set/{set}"), 5, 0),
        ]
    };
    assert_eq!(drawn("a.shop.customer.co.uk", Standing::Newcomer), expected("a.shop.customer.co.uk", 0, 0));
    assert_eq!(drawn("*.customer.co.uk", Standing::Renewal), expected("*.customer.co.uk", 100, 16));
    assert_eq!(drawn("*.customer.co.uk", Standing::Replacing), []);
    assert_eq!(drawn("localhost", Standing::Newcomer)[1].0, "letsencrypt/domain/localhost");
    for text in ["shop.customer.com", "*.shop.customer.com"] {
        let failed = failure_draw("letsencrypt", &limits, &name(text));
        assert_eq!(
            (failed.key.as_str(), failed.limit, failed.reserve),
            ("letsencrypt/failures/shop.customer.com", limits.failures, 0)
        );
    }
}

#[test]
fn limits_are_scaled_and_never_shut() {
    let half = Limits::LETS_ENCRYPT.scaled(50);
    assert_eq!((half.orders.count, half.per_domain.count, half.per_set.count, half.failures.count), (150, 25, 2, 2));
    assert_eq!(half.orders.per, Limits::LETS_ENCRYPT.orders.per);
    assert_eq!(Limits::LETS_ENCRYPT.scaled(0).orders.count, 1);
    assert_eq!(Limits::LETS_ENCRYPT.scaled(1000).orders.count, 3000);
    assert_eq!(Limits::LETS_ENCRYPT.scaled(u32::MAX).failures.count, 214_748_364);
    let mut least = Limits::LETS_ENCRYPT.scaled(1);
    least.orders.count = 1;
    for drawn in draws("a", &least, &name("shop.customer.com"), Standing::Renewal) {
        assert!(draw(None, drawn.limit, drawn.reserve, NOW).is_ok(), "a renewal is possible, {}", drawn.key);
    }
}

/// Steps of time in milliseconds, each with whether it is a renewal.
fn arrivals() -> impl Strategy<Value = Vec<(i64, bool)>> {
    prop::collection::vec((prop_oneof![Just(0_i64), 0..200_i64, 0..20_000_i64], any::<bool>()), 1..200)
}

proptest! {
    /// The law of the token bucket, for every stretch of time: what it held, and what flowed in.
    #[test]
    fn no_more_than_the_law_allows(arrivals in arrivals(), count in 1_u32..20, per_ms in 1_u64..100_000) {
        let limit = Limit { count, per: Duration::from_millis(per_ms) };
        let (mut now, mut full_at, mut admitted) = (NOW, None, Vec::new());
        for (step, _) in arrivals {
            now = Timestamp::from_ms(now.as_ms() + step);
            match draw(full_at, limit, 0, now) {
                Ok(full) => {
                    full_at = Some(full);
                    admitted.push(now);
                }
                Err(earliest) => {
                    prop_assert!(earliest > now);
                    prop_assert!(draw(full_at, limit, 0, earliest).is_ok());
                    prop_assert!(draw(full_at, limit, 0, Timestamp::from_ms(earliest.as_ms() - 1)).is_err());
                }
            }
        }
        for (index, from) in admitted.iter().enumerate() {
            for (further, to) in admitted[index..].iter().enumerate() {
                let flowed_in = u128::from(count) * to.since(*from).as_millis() / u128::from(per_ms);
                prop_assert!(u128::try_from(further + 1).unwrap() <= u128::from(count) + flowed_in);
            }
        }
    }

    /// However much renewals ask for, a newcomer still gets the whole reserve at once.
    #[test]
    fn renewals_never_take_the_reserve(arrivals in arrivals(), count in 1_u32..20, reserve in 0_u32..20) {
        let limit = Limit { count, per: Duration::from_secs(10) };
        let reserve = reserve.min(count - 1);
        let (mut now, mut full_at) = (NOW, None);
        for (step, _) in arrivals {
            now = Timestamp::from_ms(now.as_ms() + step);
            if let Ok(full) = draw(full_at, limit, reserve, now) {
                full_at = Some(full);
            }
            let mut for_newcomers = full_at;
            for _ in 0..reserve {
                for_newcomers = Some(draw(for_newcomers, limit, 0, now).unwrap());
            }
        }
    }

    /// Newcomers and renewals mixed: a renewal is admitted only where the reserve is left afterwards.
    #[test]
    fn a_renewal_leaves_the_reserve_behind(arrivals in arrivals(), count in 2_u32..20) {
        let limit = Limit { count, per: Duration::from_secs(10) };
        let reserve = count / 3;
        let (mut now, mut full_at) = (NOW, None);
        for (step, renewal) in arrivals {
            now = Timestamp::from_ms(now.as_ms() + step);
            if let Ok(full) = draw(full_at, limit, if renewal { reserve } else { 0 }, now) {
                full_at = Some(full);
                if renewal {
                    let mut left = full_at;
                    for _ in 0..reserve {
                        left = Some(draw(left, limit, 0, now).unwrap());
                    }
                }
            }
        }
    }
}
