//! Budgets, answers, accounts, verdicts, secrets and news.

use super::{DAY, MINUTE, at, leased, name, ok, start, stored};
use crate::ports::{News, Shelf};
use nameplate_domain::issuance::budget::{Draw, Drawn, Level, Limit, available};
use nameplate_domain::issuance::entry::{AnswerKind, KeptVerdict, Settled};
use std::sync::Arc;
use std::time::Duration;

fn bucket(key: &str, count: u32) -> Draw {
    Draw { key: key.to_owned(), limit: Limit { count, per: MINUTE * count }, reserve: 0 }
}

async fn draw(shelf: &Arc<dyn Shelf>, draws: &[Draw], after: Duration) -> Drawn {
    ok(shelf.draw(draws, at(after)).await)
}

/// One out of each bucket, or nothing out of any; a bucket fills with time; a closed one gives nothing.
pub async fn draws_are_all_or_nothing(shelf: Arc<dyn Shelf>) {
    let (small, large) = (bucket("ca/set/a", 1), bucket("ca/orders", 3));
    let both = [large.clone(), small.clone()];
    assert_eq!(draw(&shelf, &[], Duration::ZERO).await, Drawn::Admitted, "nothing is always to be had");
    assert_eq!(draw(&shelf, &both, Duration::ZERO).await, Drawn::Admitted);
    for _ in 0..5 {
        assert_eq!(draw(&shelf, &both, Duration::ZERO).await, Drawn::NotBefore(at(MINUTE)), "the small one is empty");
    }
    let large_only = [large.clone()];
    assert_eq!(draw(&shelf, &large_only, Duration::ZERO).await, Drawn::Admitted, "a refusal took nothing");
    assert_eq!(draw(&shelf, &large_only, Duration::ZERO).await, Drawn::Admitted, "a refusal took nothing");
    assert_eq!(draw(&shelf, &large_only, Duration::ZERO).await, Drawn::NotBefore(at(MINUTE)));
    assert_eq!(draw(&shelf, &both, MINUTE).await, Drawn::Admitted, "buckets fill with time");
    let kept_back = Draw { reserve: 1, ..large.clone() };
    assert_eq!(draw(&shelf, &[kept_back], MINUTE).await, Drawn::NotBefore(at(MINUTE * 3)), "a reserve is left");

    ok(shelf.close_until("ca/closed", at(DAY)).await);
    let never_full = Draw { limit: Limit { count: 1, per: Duration::ZERO }, ..bucket("ca/closed", 1) };
    let other = bucket("other", 1);
    let closed = [other.clone(), never_full.clone()];
    assert_eq!(draw(&shelf, &closed, MINUTE).await, Drawn::NotBefore(at(DAY)), "a closed bucket gives nothing");
    assert_eq!(draw(&shelf, &[other], MINUTE).await, Drawn::Admitted, "a closed bucket takes nothing from others");
    for _ in 0..3 {
        assert_eq!(
            draw(&shelf, std::slice::from_ref(&never_full), DAY).await,
            Drawn::Admitted,
            "it opens, and is never empty"
        );
    }
}

/// What is drawn, given back and closed can be seen, bucket by bucket.
pub async fn buckets_can_be_looked_into(shelf: Arc<dyn Shelf>) {
    let orders = bucket("ca/orders", 3);
    let keys = ["ca/orders", "ca/closed", "ca/never"].map(str::to_owned);
    let left = |level: &Level| available(level.full_at, orders.limit, start());
    assert_eq!(left(&ok(shelf.levels(&keys).await)[0]), 3, "a bucket that nobody drew from is full");
    assert_eq!(draw(&shelf, std::slice::from_ref(&orders), Duration::ZERO).await, Drawn::Admitted);
    ok(shelf.close_until("ca/closed", at(DAY)).await);
    let levels = ok(shelf.levels(&keys).await);
    assert_eq!(levels.iter().map(left).collect::<Vec<_>>(), [2, 3, 3]);
    assert_eq!(levels[1].closed_until, Some(at(DAY)));
    assert!(levels[0].closed_until.is_none_or(|until| until <= start()), "it is open");
}

/// What is given back can be drawn again, and no more than that.
pub async fn what_was_drawn_can_be_given_back(shelf: Arc<dyn Shelf>) {
    let (small, large) = (bucket("ca/set/a", 1), bucket("ca/orders", 3));
    let both = [small.clone(), large.clone()];
    for _ in 0..5 {
        assert_eq!(draw(&shelf, &both, Duration::ZERO).await, Drawn::Admitted, "what was given back is there");
        ok(shelf.give_back(&both).await);
    }
    ok(shelf.give_back(&both).await);
    ok(shelf.give_back(&[bucket("unknown", 1)]).await);
    assert_eq!(draw(&shelf, &both, Duration::ZERO).await, Drawn::Admitted);
    assert_eq!(
        draw(&shelf, &both, Duration::ZERO).await,
        Drawn::NotBefore(at(MINUTE)),
        "a bucket is never above its size"
    );
    let large_only = [large];
    for _ in 0..2 {
        assert_eq!(draw(&shelf, &large_only, Duration::ZERO).await, Drawn::Admitted);
    }
    assert_eq!(draw(&shelf, &large_only, Duration::ZERO).await, Drawn::NotBefore(at(MINUTE)));
}

/// Of 40 who draw at once from a bucket of 10, 10 are admitted, and the other bucket has lost 10.
pub async fn racing_draws_stay_within_the_limit(shelf: Arc<dyn Shelf>) {
    let (narrow, wide) = (bucket("ca/domain/example.com", 10), bucket("ca/orders", 30));
    let racers = (0..40).map(|number| {
        let shelf = Arc::clone(&shelf);
        let mut draws = vec![narrow.clone(), wide.clone()];
        if number % 2 == 0 {
            draws.reverse();
        }
        tokio::spawn(async move { ok(shelf.draw(&draws, start()).await) })
    });
    let mut admitted = 0;
    for racer in racers.collect::<Vec<_>>() {
        match racer.await {
            Ok(Drawn::Admitted) => admitted += 1,
            Ok(Drawn::NotBefore(until)) => assert_eq!(until, at(MINUTE)),
            Err(error) => panic!("a draw broke off: {error}"),
        }
    }
    assert_eq!(admitted, 10, "the limit holds under a race");
    let mut left = 0;
    while draw(&shelf, std::slice::from_ref(&wide), Duration::ZERO).await == Drawn::Admitted {
        left += 1;
    }
    assert_eq!(left, 20, "refused draws took nothing");
}

/// Answers are kept by kind and key, until their end.
pub async fn answers_expire(shelf: Arc<dyn Shelf>) {
    ok(shelf.put_answer(AnswerKind::Http01, "token", "token.thumb", at(MINUTE)).await);
    let answer = |kind, key: &'static str, after| {
        let shelf = Arc::clone(&shelf);
        async move { ok(shelf.answer(kind, key, at(after)).await) }
    };
    assert_eq!(answer(AnswerKind::Http01, "token", Duration::ZERO).await.as_deref(), Some("token.thumb"));
    assert_eq!(answer(AnswerKind::TlsAlpn01, "token", Duration::ZERO).await, None, "kinds are told apart");
    assert_eq!(answer(AnswerKind::Http01, "token", MINUTE).await, None, "answers end");
    ok(shelf.put_answer(AnswerKind::TlsAlpn01, "shop.example.com", "one", at(MINUTE)).await);
    ok(shelf.put_answer(AnswerKind::TlsAlpn01, "shop.example.com", "two", at(MINUTE * 2)).await);
    let replaced = answer(AnswerKind::TlsAlpn01, "shop.example.com", MINUTE).await;
    assert_eq!(replaced.as_deref(), Some("two"), "a new answer takes the place of the old");
    ok(shelf.drop_answer(AnswerKind::TlsAlpn01, "shop.example.com").await);
    ok(shelf.drop_answer(AnswerKind::TlsAlpn01, "shop.example.com").await);
    assert_eq!(answer(AnswerKind::TlsAlpn01, "shop.example.com", Duration::ZERO).await, None);
}

/// The first account stays, and who comes second gets it.
pub async fn accounts_are_kept_once(shelf: Arc<dyn Shelf>) {
    assert_eq!(ok(shelf.account("letsencrypt").await), None);
    assert_eq!(ok(shelf.keep_account("letsencrypt", b"first").await), b"first");
    assert_eq!(ok(shelf.keep_account("letsencrypt", b"second").await), b"first");
    assert_eq!(ok(shelf.account("letsencrypt").await).as_deref(), Some(b"first".as_slice()));
    assert_eq!(ok(shelf.keep_account("zerossl", b"other").await), b"other");
}

/// The last verdict stays.
pub async fn verdicts_are_remembered(shelf: Arc<dyn Shelf>) {
    let verdict = |origin: Option<&str>| KeptVerdict {
        name: "shop.example.com".to_owned(),
        origin: origin.map(str::to_owned),
        told_at: start(),
    };
    assert_eq!(ok(shelf.verdict("shop.example.com").await), None);
    for origin in [Some("http://10.0.0.1:80"), None, Some("http://10.0.0.2:80")] {
        ok(shelf.keep_verdict(&verdict(origin)).await);
        assert_eq!(ok(shelf.verdict("shop.example.com").await), Some(verdict(origin)));
    }
    assert_eq!(ok(shelf.verdict("other.example.com").await), None);
    ok(shelf.drop_verdict("shop.example.com").await);
    assert_eq!(ok(shelf.verdict("shop.example.com").await), None);
}

/// A secret is replaced only by who knows its version.
pub async fn secrets_are_swapped_by_version(shelf: Arc<dyn Shelf>) {
    assert_eq!(ok(shelf.secret("session-tickets").await), None);
    assert!(!ok(shelf.swap_secret("session-tickets", 1, b"one").await), "there is no version 1 yet");
    assert!(ok(shelf.swap_secret("session-tickets", 0, b"one").await));
    assert!(!ok(shelf.swap_secret("session-tickets", 0, b"two").await), "somebody was faster");
    assert_eq!(ok(shelf.secret("session-tickets").await), Some((1, b"one".to_vec())));
    let racers = (0..8u8).map(|number| {
        let shelf = Arc::clone(&shelf);
        tokio::spawn(async move { ok(shelf.swap_secret("session-tickets", 1, &[number]).await) })
    });
    let mut winners = 0;
    for racer in racers.collect::<Vec<_>>() {
        winners += usize::from(racer.await.unwrap_or(false));
    }
    assert_eq!(winners, 1, "one of many swaps a secret");
    assert_eq!(ok(shelf.secret("session-tickets").await).map(|(version, _)| version), Some(2));
}

/// Stored, removed and deleted certificates and swapped secrets are told to who listened before.
pub async fn news_are_told(shelf: Arc<dyn Shelf>) {
    let shop = name("shop.example.com");
    let mut feed = shelf.news();
    let mut heard = async |wanted: &News| {
        let listen = async {
            while let Some(news) = feed.next().await {
                if news == *wanted || news == News::Everything {
                    return true;
                }
            }
            false
        };
        tokio::time::timeout(Duration::from_secs(10), listen).await.unwrap_or(false)
    };
    let outcomes =
        [stored(&shop, at(DAY), at(DAY)), Settled::Removed { at: start(), delete_at: at(DAY) }, Settled::Deleted];
    for settled in outcomes {
        leased(&shelf, &shop, "a", start()).await;
        assert!(ok(shelf.settle(&shop, "a", settled.clone()).await));
        assert!(heard(&News::Certificate(shop.clone())).await, "{settled:?} is news");
    }
    assert!(ok(shelf.swap_secret("session-tickets", 0, b"one").await));
    assert!(heard(&News::Secret("session-tickets".to_owned())).await, "a swapped secret is news");
}
