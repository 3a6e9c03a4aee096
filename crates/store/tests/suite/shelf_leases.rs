use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, kept, name, trouble};
use nameplate_domain::issuance::entry::{Entry, Lease, Settled};
use nameplate_domain::time::Timestamp;
use nameplate_store::ShelfStore;
use std::collections::HashMap;

fn newcomer(text: &str, wanted_at: Timestamp) -> Entry {
    Entry {
        name: name(text),
        held: None,
        due_at: Some(wanted_at),
        renew_at: Some(wanted_at),
        window: None,
        failures: 0,
        problem: None,
        removed_at: None,
    }
}

/// Makes a line that is due at `due_at`, with or without a certificate.
async fn line(shelf: &ShelfStore, text: &str, held: bool, due_at: Timestamp) {
    shelf.lease(&name(text), "maker", after(1), NOW).await.unwrap();
    let settled = match held {
        true => Settled::Stored { kept: kept(text, 1), renew_at: due_at, due_at },
        false => Settled::Failed { problem: trouble(Some(due_at)), due_at },
    };
    assert!(shelf.settle(&name(text), "maker", settled).await.unwrap());
}

async fn leased(shelf: &ShelfStore, holder: &str, limit: u32, now: Timestamp) -> Vec<String> {
    let until = now.plus(std::time::Duration::from_secs(60));
    let entries = shelf.lease_due(holder, limit, until, now).await.unwrap();
    entries.into_iter().map(|entry| entry.name.to_string()).collect()
}

both! {
    async fn a_lease_makes_a_line_that_is_due_at_once(lab: &Lab) {
        let shelf = lab.store.shelf();
        let wildcard = name("*.customer.com");
        assert_eq!(shelf.entry(&wildcard).await.unwrap(), None);
        let lease = shelf.lease(&wildcard, "edge-1", after(60), NOW).await.unwrap();
        assert_eq!(lease, Lease::Ours(newcomer("*.customer.com", NOW)));
        assert_eq!(shelf.entry(&wildcard).await.unwrap(), Some(newcomer("*.customer.com", NOW)));
    }

    async fn of_32_who_lease_one_name_one_gets_it(lab: &Lab) {
        for text in ["new.customer.com", "known.customer.com"] {
            line(&lab.store.shelf(), "known.customer.com", true, NOW).await;
            let leasing = (0..32).map(|n| {
                let shelf = lab.store.shelf();
                tokio::spawn(async move { shelf.lease(&name(text), &format!("edge-{n}"), after(60), NOW).await })
            });
            let mut ours = 0;
            for lease in futures_util::future::join_all(leasing).await {
                match lease.unwrap().unwrap() {
                    Lease::Ours(entry) => ours += usize::from(entry.name == name(text)),
                    Lease::Theirs { until } => assert_eq!(until, after(60)),
                }
            }
            assert_eq!(ours, 1, "{text}");
        }
    }

    async fn a_lease_that_has_ended_is_anybodys_and_a_running_one_its_holders(lab: &Lab) {
        let shelf = lab.store.shelf();
        let app = name("app.customer.com");
        let ours = |lease| matches!(lease, Ok(Lease::Ours(_)));
        assert!(ours(shelf.lease(&app, "edge-1", after(60), NOW).await));
        assert!(ours(shelf.lease(&app, "edge-1", after(70), after(10)).await));
        let theirs = shelf.lease(&app, "edge-2", after(99), after(69)).await.unwrap();
        assert_eq!(theirs, Lease::Theirs { until: after(70) });
        assert!(shelf.extend(&app, "edge-1", after(80)).await.unwrap());
        assert!(!shelf.extend(&app, "edge-2", after(90)).await.unwrap());
        assert_eq!(leased(&shelf, "edge-2", 10, after(79)).await, [""; 0]);
        assert!(ours(shelf.lease(&app, "edge-2", after(140), after(80)).await));
        assert!(!shelf.extend(&app, "edge-1", after(200)).await.unwrap());
        assert_eq!(leased(&shelf, "edge-3", 10, after(140)).await, ["app.customer.com"]);
    }

    async fn newcomers_go_first_then_the_longest_due(lab: &Lab) {
        let shelf = lab.store.shelf();
        for (text, held, due) in [
            ("held-20.customer.com", true, 20),
            ("held-10.customer.com", true, 10),
            ("new-30.customer.com", false, 30),
            ("new-15.customer.com", false, 15),
            ("held-99.customer.com", true, 99),
            ("new-99.customer.com", false, 99),
        ] {
            line(&shelf, text, held, after(due)).await;
        }
        let first = leased(&shelf, "edge-1", 3, after(40)).await;
        assert_eq!(first, ["new-15.customer.com", "new-30.customer.com", "held-10.customer.com"]);
        assert_eq!(leased(&shelf, "edge-2", 3, after(40)).await, ["held-20.customer.com"]);
        assert_eq!(leased(&shelf, "edge-2", 3, after(40)).await, [""; 0]);
    }

    async fn eight_workers_lease_five_hundred_names_each_once(lab: &Lab) {
        let shelf = lab.store.shelf();
        for n in 0..500 {
            line(&shelf, &format!("h{n}.customer.com"), n % 2 == 0, NOW).await;
        }
        let working = (0..8).map(|n| {
            let shelf = lab.store.shelf();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                let mut empty = 0;
                // A batch may be empty because others hold the rows just now; three in a row mean that all is done.
                while empty < 3 {
                    let batch = leased(&shelf, &format!("edge-{n}"), 17, NOW).await;
                    empty = if batch.is_empty() { empty + 1 } else { 0 };
                    taken.extend(batch);
                }
                taken
            })
        });
        let mut times = HashMap::new();
        for taken in futures_util::future::join_all(working).await {
            for name in taken.unwrap() {
                *times.entry(name).or_insert(0) += 1;
            }
        }
        assert_eq!((times.len(), times.values().max()), (500, Some(&1)));
    }

    async fn a_line_is_hastened_but_never_delayed(lab: &Lab) {
        let shelf = lab.store.shelf();
        let app = name("app.customer.com");
        assert!(!shelf.hasten(&app, NOW).await.unwrap());
        line(&shelf, "app.customer.com", true, after(50)).await;
        assert!(!shelf.hasten(&app, after(60)).await.unwrap());
        assert!(shelf.hasten(&app, after(40)).await.unwrap());
        assert_eq!(shelf.entry(&app).await.unwrap().unwrap().due_at, Some(after(40)));
        assert_eq!(leased(&shelf, "edge-1", 1, after(40)).await, ["app.customer.com"]);
        let removed = Settled::Removed { at: after(41), delete_at: after(99) };
        assert!(shelf.settle(&app, "edge-1", removed).await.unwrap());
        assert!(!shelf.hasten(&app, after(50)).await.unwrap());
    }

    async fn the_next_due_is_that_of_the_first_line_nobody_holds(lab: &Lab) {
        let shelf = lab.store.shelf();
        assert_eq!(shelf.next_due().await.unwrap(), None);
        line(&shelf, "held.customer.com", true, after(50)).await;
        line(&shelf, "new.customer.com", false, after(40)).await;
        assert_eq!(shelf.next_due().await.unwrap(), Some(after(40)));
        assert_eq!(leased(&shelf, "edge-1", 9, after(45)).await, ["new.customer.com"]);
        assert_eq!(shelf.next_due().await.unwrap(), Some(after(50)));
        assert_eq!(leased(&shelf, "edge-1", 9, after(55)).await, ["held.customer.com"]);
        assert_eq!(shelf.next_due().await.unwrap(), None, "what somebody holds is not due");
        // Its holder dies: the lease ends by itself, after 45 + 60 seconds.
        assert_eq!(leased(&shelf, "edge-2", 9, after(105)).await, ["new.customer.com"]);
    }

    async fn lines_are_listed_page_by_page(lab: &Lab) {
        let shelf = lab.store.shelf();
        for n in 0..5 {
            line(&shelf, &format!("h{n}.customer.com"), n % 2 == 0, NOW).await;
        }
        let first = shelf.entries(None, 3).await.unwrap();
        let rest = shelf.entries(first.last().map(|entry| &entry.name), 3).await.unwrap();
        let names: Vec<_> = first.iter().chain(&rest).map(|entry| entry.name.to_string()).collect();
        assert_eq!(names, [0, 1, 2, 3, 4].map(|n| format!("h{n}.customer.com")));
        assert_eq!(first[0].held.as_ref().map(|held| held.not_after), Some(kept("h0.customer.com", 1).not_after));
    }
}
