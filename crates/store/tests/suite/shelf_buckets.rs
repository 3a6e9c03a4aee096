use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after};
use nameplate_domain::issuance::budget::{Draw, Drawn, Limit};
use std::time::Duration;

fn draw(key: &str, count: u32) -> Draw {
    Draw { key: key.into(), limit: Limit { count, per: Duration::from_secs(u64::from(count) * 60) }, reserve: 0 }
}

/// How many draws of one bucket succeed until the first refusal.
async fn left(lab: &Lab, key: &str, count: u32) -> usize {
    let shelf = lab.store.shelf();
    let mut drawn = 0;
    while shelf.draw(&[draw(key, count)], NOW).await.unwrap() == Drawn::Admitted {
        drawn += 1;
    }
    drawn
}

both! {
    async fn a_bucket_gives_what_is_in_it_and_refills(lab: &Lab) {
        let shelf = lab.store.shelf();
        assert_eq!(left(lab, "orders", 3).await, 3);
        assert_eq!(shelf.draw(&[draw("orders", 3)], NOW).await.unwrap(), Drawn::NotBefore(after(60)));
        assert_eq!(shelf.draw(&[draw("orders", 3)], after(60)).await.unwrap(), Drawn::Admitted);
        assert_eq!(shelf.draw(&[draw("orders", 3)], after(60)).await.unwrap(), Drawn::NotBefore(after(120)));
        assert_eq!(shelf.draw(&[], NOW).await.unwrap(), Drawn::Admitted);
    }

    async fn a_reserve_is_left_for_those_who_go_first(lab: &Lab) {
        let modest = Draw { reserve: 2, ..draw("orders", 3) };
        let shelf = lab.store.shelf();
        assert_eq!(shelf.draw(std::slice::from_ref(&modest), NOW).await.unwrap(), Drawn::Admitted);
        assert!(matches!(shelf.draw(&[modest], NOW).await.unwrap(), Drawn::NotBefore(_)));
        assert_eq!(left(lab, "orders", 3).await, 2);
    }

    async fn of_several_buckets_all_give_or_none_does(lab: &Lab) {
        let shelf = lab.store.shelf();
        let draws = [draw("b/wide", 5), draw("a/narrow", 1), draw("c/wide", 5)];
        assert_eq!(shelf.draw(&draws, NOW).await.unwrap(), Drawn::Admitted);
        assert_eq!(shelf.draw(&draws, NOW).await.unwrap(), Drawn::NotBefore(after(60)));
        assert_eq!((left(lab, "b/wide", 5).await, left(lab, "c/wide", 5).await), (4, 4));
        // The latest of the instants counts.
        let slow = Draw { limit: Limit { count: 1, per: Duration::from_secs(500) }, ..draw("d/slow", 1) };
        assert_eq!(shelf.draw(std::slice::from_ref(&slow), NOW).await.unwrap(), Drawn::Admitted);
        assert_eq!(shelf.draw(&[slow, draw("a/narrow", 1)], NOW).await.unwrap(), Drawn::NotBefore(after(500)));
    }

    async fn one_bucket_named_twice_gives_two_or_none(lab: &Lab) {
        let shelf = lab.store.shelf();
        let twice = [draw("orders", 3), draw("orders", 3)];
        assert_eq!(shelf.draw(&twice, NOW).await.unwrap(), Drawn::Admitted);
        assert!(matches!(shelf.draw(&twice, NOW).await.unwrap(), Drawn::NotBefore(_)));
        assert_eq!(left(lab, "orders", 3).await, 1);
    }

    async fn forty_racers_for_two_buckets_get_exactly_what_the_smaller_has(lab: &Lab) {
        let racing = (0..40).map(|n| {
            let shelf = lab.store.shelf();
            tokio::spawn(async move {
                let mut draws = vec![draw("orders", 100), draw("domain/customer.com", 7)];
                if n % 2 == 0 {
                    draws.reverse();
                }
                shelf.draw(&draws, NOW).await.unwrap()
            })
        });
        let drawn = futures_util::future::join_all(racing).await;
        let admitted = drawn.into_iter().filter(|drawn| *drawn.as_ref().unwrap() == Drawn::Admitted).count();
        assert_eq!(admitted, 7);
        assert_eq!(left(lab, "orders", 100).await, 93, "those who were refused took nothing");
    }

    async fn a_closed_bucket_gives_nothing_until_it_opens(lab: &Lab) {
        let shelf = lab.store.shelf();
        shelf.close_until("orders", after(30)).await.unwrap();
        shelf.close_until("orders", after(20)).await.unwrap();
        assert_eq!(shelf.draw(&[draw("orders", 3)], after(29)).await.unwrap(), Drawn::NotBefore(after(30)));
        assert_eq!(shelf.draw(&[draw("orders", 3)], after(30)).await.unwrap(), Drawn::Admitted);
        shelf.close_until("orders", after(500)).await.unwrap();
        assert_eq!(shelf.draw(&[draw("orders", 3)], after(400)).await.unwrap(), Drawn::NotBefore(after(500)));
    }

    async fn full_and_open_buckets_are_purged_and_mean_the_same_as_before(lab: &Lab) {
        let shelf = lab.store.shelf();
        assert_eq!(shelf.draw(&[draw("drawn", 3)], NOW).await.unwrap(), Drawn::Admitted);
        shelf.close_until("closed", after(90)).await.unwrap();
        assert_eq!(shelf.purge(after(59)).await.unwrap(), 0);
        assert_eq!(shelf.purge(after(60)).await.unwrap(), 1);
        assert_eq!(shelf.purge(after(89)).await.unwrap(), 0);
        assert_eq!(shelf.purge(after(90)).await.unwrap(), 1);
    }
}
