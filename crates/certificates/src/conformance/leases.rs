//! Leases, and what is due.

use super::{DAY, MINUTE, at, certificate, entry, leased, name, ok, problem, start, stored};
use crate::ports::Shelf;
use nameplate_domain::issuance::entry::{Lease, Settled};
use std::collections::HashSet;
use std::sync::Arc;

/// Of 32 who want one name at once, one gets it; the others are told until when it is gone. Its holder gets it again.
pub async fn one_of_many_gets_a_lease(shelf: Arc<dyn Shelf>) {
    let shop = name("shop.example.com");
    let wanted = (0..32).map(|number| {
        let (shelf, shop) = (Arc::clone(&shelf), shop.clone());
        tokio::spawn(async move {
            let holder = format!("edge-{number}");
            let lease = ok(shelf.lease(&shop, &holder, at(MINUTE), start()).await);
            (holder, lease)
        })
    });
    let mut winners = Vec::new();
    for task in wanted.collect::<Vec<_>>() {
        match task.await {
            Ok((holder, Lease::Ours(entry))) => {
                assert_eq!((entry.held, entry.failures, entry.problem), (None, 0, None), "a new line knows nothing");
                winners.push(holder);
            }
            Ok((_, Lease::Theirs { until })) => assert_eq!(until, at(MINUTE), "losers are told until when"),
            Err(error) => panic!("a lease broke off: {error}"),
        }
    }
    assert_eq!(winners.len(), 1, "exactly one of many gets a lease: {winners:?}");
    let again = ok(shelf.lease(&shop, &winners[0], at(MINUTE * 2), start()).await);
    assert!(matches!(again, Lease::Ours(_)), "a holder gets its lease again");
}

/// After its end a lease is anybody's; before, it can be extended by its holder only.
pub async fn a_lease_ends_by_itself(shelf: Arc<dyn Shelf>) {
    let shop = name("shop.example.com");
    leased(&shelf, &shop, "a", start()).await;
    assert!(!ok(shelf.extend(&shop, "b", at(DAY)).await), "others extend nothing");
    assert!(ok(shelf.extend(&shop, "a", at(MINUTE * 3)).await), "its holder extends a lease");
    let theirs = ok(shelf.lease(&shop, "b", at(MINUTE * 4), at(MINUTE * 2)).await);
    assert_eq!(theirs, Lease::Theirs { until: at(MINUTE * 3) }, "an extended lease holds");
    let none = ok(shelf.lease_due("b", 10, at(MINUTE * 4), at(MINUTE * 2)).await);
    assert!(none.is_empty(), "what is leased is not given to others");
    let due = ok(shelf.lease_due("b", 10, at(MINUTE * 5), at(MINUTE * 3)).await);
    assert_eq!(due.len(), 1, "a name whose holder died comes due for others");
    assert!(!ok(shelf.extend(&shop, "a", at(DAY)).await), "a lease that others took is lost");
    assert!(!ok(shelf.extend(&name("other.example.com"), "a", at(DAY)).await), "without a line there is no lease");
}

/// Whoever lost its lease writes nothing, and cannot give it back twice.
pub async fn a_lost_lease_writes_nothing(shelf: Arc<dyn Shelf>) {
    let shop = name("shop.example.com");
    leased(&shelf, &shop, "a", start()).await;
    leased(&shelf, &shop, "b", at(MINUTE)).await;
    let late = stored(&shop, at(DAY), at(DAY));
    assert!(!ok(shelf.settle(&shop, "a", late.clone()).await), "a lost lease is told");
    assert!(ok(shelf.certificate(std::slice::from_ref(&shop), start()).await).is_none(), "a lost lease writes nothing");
    assert!(!ok(shelf.settle(&shop, "a", Settled::Deleted).await), "a lost lease deletes nothing");
    let failed = Settled::Failed { problem: problem("caa_forbids"), due_at: at(DAY) };
    assert!(ok(shelf.settle(&shop, "b", failed).await), "a lease that is ours is given back");
    assert!(!ok(shelf.settle(&shop, "b", late).await), "a lease is given back once");
    assert_eq!(entry(&shelf, &shop).await.failures, 1);
    leased(&shelf, &shop, "c", at(MINUTE)).await;
}

/// Newcomers go first, then what is longest due; what is not due, or held, does not come.
pub async fn due_names_come_in_order(shelf: Arc<dyn Shelf>) {
    for (text, due) in [("late.example.com", 3), ("later.example.com", 2), ("not-yet.example.com", 99)] {
        let name = name(text);
        leased(&shelf, &name, "a", start()).await;
        let due_at = at(MINUTE * due);
        assert!(ok(shelf.settle(&name, "a", stored(&name, due_at, due_at)).await));
    }
    let newcomer = name("newcomer.example.com");
    leased(&shelf, &newcomer, "a", start()).await;
    let failed = Settled::Failed { problem: problem("challenge_failed"), due_at: at(MINUTE * 5) };
    assert!(ok(shelf.settle(&newcomer, "a", failed).await));
    let gone = name("gone.example.com");
    leased(&shelf, &gone, "a", start()).await;
    assert!(ok(shelf.settle(&gone, "a", stored(&gone, at(DAY), at(DAY))).await));
    leased(&shelf, &gone, "a", start()).await;
    let removed = Settled::Removed { at: start(), delete_at: at(MINUTE * 4) };
    assert!(ok(shelf.settle(&gone, "a", removed).await));

    let now = at(MINUTE * 10);
    let mut come = Vec::new();
    for limit in [1, 2, 10] {
        let due = ok(shelf.lease_due("b", limit, now.plus(MINUTE), now).await);
        come.extend(due.iter().map(|entry| entry.name.to_string()));
    }
    let order = ["newcomer.example.com", "later.example.com", "late.example.com", "gone.example.com"];
    assert_eq!(come, order, "newcomers, then the longest due");
}

/// Of 200 due names, each is leased to exactly one of those who look at once.
pub async fn due_names_are_shared_out_once(shelf: Arc<dyn Shelf>) {
    for number in 0..200 {
        let name = name(&format!("shop-{number}.example.com"));
        leased(&shelf, &name, "a", start()).await;
        let kept = certificate(&name);
        let settled = Settled::Stored { kept, renew_at: at(MINUTE), due_at: at(MINUTE) };
        assert!(ok(shelf.settle(&name, "a", settled).await));
    }
    let workers = (0..8).map(|number| {
        let shelf = Arc::clone(&shelf);
        tokio::spawn(async move {
            let (holder, now) = (format!("edge-{number}"), at(MINUTE * 2));
            let mut mine = Vec::new();
            loop {
                let due = ok(shelf.lease_due(&holder, 7, now.plus(MINUTE), now).await);
                if due.is_empty() {
                    return mine;
                }
                assert!(due.len() <= 7, "no more than asked for");
                mine.extend(due.into_iter().map(|entry| entry.name));
            }
        })
    });
    let mut seen = HashSet::new();
    for task in workers.collect::<Vec<_>>() {
        match task.await {
            Ok(mine) => mine.into_iter().for_each(|name| assert!(seen.insert(name.clone()), "{name} was leased twice")),
            Err(error) => panic!("a worker broke off: {error}"),
        }
    }
    assert_eq!(seen.len(), 200, "every due name is leased");
}
