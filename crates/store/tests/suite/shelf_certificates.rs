use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, kept, name, trouble};
use nameplate_domain::issuance::entry::{Entry, Held, KeptCertificate, Lease, RenewalWindow, Settled};
use nameplate_store::{ShelfStore, Signal, StoreError};

async fn settle(shelf: &ShelfStore, text: &str, settled: Settled) -> Entry {
    assert!(matches!(shelf.lease(&name(text), "edge-1", after(60), NOW).await, Ok(Lease::Ours(_))));
    assert!(shelf.settle(&name(text), "edge-1", settled).await.unwrap());
    shelf.entry(&name(text)).await.unwrap().unwrap()
}

fn stored(kept: KeptCertificate) -> Settled {
    Settled::Stored { kept, renew_at: after(100), due_at: after(50) }
}

both! {
    async fn the_first_valid_one_of_several_names_is_found_whole(lab: &Lab) {
        let shelf = lab.store.shelf();
        let (exact, wildcard) = (kept("app.customer.com", 1), kept("*.customer.com", 2));
        settle(&shelf, "app.customer.com", stored(exact.clone())).await;
        settle(&shelf, "*.customer.com", stored(wildcard.clone())).await;
        let names = [name("app.customer.com"), name("*.customer.com")];
        assert_eq!(shelf.certificate(&names, NOW).await.unwrap(), Some(exact.clone()));
        let turned = [name("*.customer.com"), name("app.customer.com")];
        assert_eq!(shelf.certificate(&turned, NOW).await.unwrap(), Some(wildcard.clone()));
        let many = ["a.x", "b.x", "c.x", "d.x", "e.x"].map(name).into_iter().chain(names.clone()).collect::<Vec<_>>();
        assert_eq!(shelf.certificate(&many, NOW).await.unwrap(), Some(exact.clone()));
        assert_eq!(shelf.certificate(&many[..5], NOW).await.unwrap(), None);
        assert_eq!(shelf.certificate(&[], NOW).await.unwrap(), None);

        let millisecond = std::time::Duration::from_millis(1);
        let early = exact.not_before.minus(millisecond);
        assert_eq!(shelf.certificate(&names, early).await.unwrap(), Some(exact.clone()), "our clock may be slow");
        let last = exact.not_after.minus(millisecond);
        assert_eq!(shelf.certificate(&names, last).await.unwrap(), Some(exact.clone()));
        assert_eq!(shelf.certificate(&names, exact.not_after).await.unwrap(), None);
        settle(&shelf, "app.customer.com", Settled::Removed { at: after(1), delete_at: after(9) }).await;
        assert_eq!(shelf.certificate(&names, NOW).await.unwrap(), Some(wildcard));
    }

    async fn chains_are_kept_once_and_renewing_replaces_key_and_leaf(lab: &Lab) {
        let shelf = lab.store.shelf();
        for n in 0..20 {
            let text = format!("h{n}.customer.com");
            settle(&shelf, &text, stored(kept(&text, n))).await;
        }
        let other = KeptCertificate { chain: vec![vec![9; 10]], key: vec![7], ..kept("h3.customer.com", 3) };
        settle(&shelf, "h3.customer.com", stored(other.clone())).await;
        assert_eq!(shelf.certificate(&[name("h3.customer.com")], NOW).await.unwrap(), Some(other));
        let fourth = kept("h4.customer.com", 4);
        assert_eq!(shelf.certificate(&[name("h4.customer.com")], NOW).await.unwrap(), Some(fourth));
        assert_eq!(lab.database.count("edge_chains").await, 2);
        assert_eq!(lab.database.count("edge_certificates").await, 20);
    }

    async fn what_came_of_a_lease_is_written(lab: &Lab) {
        let shelf = lab.store.shelf();
        let failed = Settled::Failed { problem: trouble(Some(after(30))), due_at: after(30) };
        settle(&shelf, "app.customer.com", failed.clone()).await;
        let newcomer = Entry {
            name: name("app.customer.com"),
            held: None,
            due_at: Some(after(30)),
            renew_at: Some(NOW),
            window: None,
            failures: 2,
            problem: Some(trouble(Some(after(30)))),
            removed_at: None,
        };
        assert_eq!(settle(&shelf, "app.customer.com", failed.clone()).await, newcomer);

        let kept = kept("app.customer.com", 1);
        let held = Held { authority: kept.authority.clone(), not_before: kept.not_before, not_after: kept.not_after };
        let good = Entry {
            held: Some(held),
            due_at: Some(after(50)),
            renew_at: Some(after(100)),
            failures: 0,
            problem: None,
            ..newcomer
        };
        assert_eq!(settle(&shelf, "app.customer.com", stored(kept)).await, good);

        let window = RenewalWindow { start: after(70), end: after(80) };
        let asked = Settled::Postponed { problem: None, renew_at: Some(after(75)), window: Some(window), due_at: after(60) };
        let postponed = Entry { due_at: Some(after(60)), renew_at: Some(after(75)), window: Some(window), ..good.clone() };
        assert_eq!(settle(&shelf, "app.customer.com", asked).await, postponed);
        let spent = Settled::Postponed { problem: Some(trouble(None)), renew_at: None, window: None, due_at: after(61) };
        let told = Entry { due_at: Some(after(61)), problem: Some(trouble(None)), ..postponed };
        assert_eq!(settle(&shelf, "app.customer.com", spent).await, told);

        let fails = Entry { due_at: Some(after(30)), failures: 1, problem: Some(trouble(Some(after(30)))), ..told };
        assert_eq!(settle(&shelf, "app.customer.com", failed).await, fails);
        let renewed = settle(&shelf, "app.customer.com", stored(self::kept("app.customer.com", 2))).await;
        assert_eq!(renewed, good, "a renewal forgets failures and what was suggested before");
    }

    async fn a_removed_name_comes_back_with_a_lease_and_a_deleted_one_anew(lab: &Lab) {
        let shelf = lab.store.shelf();
        let app = name("app.customer.com");
        settle(&shelf, "app.customer.com", stored(kept("app.customer.com", 1))).await;
        let removed = settle(&shelf, "app.customer.com", Settled::Removed { at: after(1), delete_at: after(90) }).await;
        assert_eq!((removed.removed_at, removed.due_at), (Some(after(1)), Some(after(90))));
        let Ok(Lease::Ours(back)) = shelf.lease(&app, "edge-2", after(60), after(9)).await else { panic!() };
        // Should this holder die, the next one does not wait until the name would have been deleted.
        assert_eq!((back.removed_at, back.due_at, back.held.is_some()), (None, Some(after(9)), true));
        assert!(shelf.certificate(std::slice::from_ref(&app), NOW).await.unwrap().is_some());

        assert!(shelf.settle(&app, "edge-2", Settled::Deleted).await.unwrap());
        assert_eq!(shelf.entry(&app).await.unwrap(), None);
        assert_eq!(shelf.certificate(std::slice::from_ref(&app), NOW).await.unwrap(), None);
        let Ok(Lease::Ours(anew)) = shelf.lease(&app, "edge-2", after(60), after(10)).await else { panic!() };
        assert_eq!((anew.held, anew.renew_at), (None, Some(after(10))));
    }

    async fn whoever_lost_the_lease_writes_nothing(lab: &Lab) {
        let shelf = lab.store.shelf();
        let app = name("app.customer.com");
        settle(&shelf, "app.customer.com", stored(kept("app.customer.com", 1))).await;
        assert!(matches!(shelf.lease(&app, "slow", after(10), NOW).await, Ok(Lease::Ours(_))));
        assert!(matches!(shelf.lease(&app, "quick", after(70), after(10)).await, Ok(Lease::Ours(_))));
        let before = shelf.entry(&app).await.unwrap();
        let mut signals = lab.store.signals().subscribe();
        for settled in [
            stored(kept("app.customer.com", 2)),
            Settled::Failed { problem: trouble(None), due_at: after(30) },
            Settled::Postponed { problem: None, renew_at: None, window: None, due_at: after(30) },
            Settled::Removed { at: after(1), delete_at: after(2) },
            Settled::Deleted,
        ] {
            assert!(!shelf.settle(&app, "slow", settled).await.unwrap());
        }
        assert_eq!(shelf.entry(&app).await.unwrap(), before);
        let found = shelf.certificate(std::slice::from_ref(&app), NOW).await.unwrap();
        assert_eq!(found, Some(kept("app.customer.com", 1)));
        lab.store.signals().send(Signal::Everything);
        assert_eq!(signals.recv().await, Some(Signal::Everything));
        assert!(shelf.settle(&app, "quick", stored(kept("app.customer.com", 3))).await.unwrap());
        assert!(!shelf.settle(&app, "quick", Settled::Deleted).await.unwrap(), "a lease is given back once");
    }

    async fn others_hear_of_what_was_stored_removed_and_deleted(lab: &Lab) {
        let shelf = lab.store.shelf();
        let mut signals = lab.store.signals().subscribe();
        settle(&shelf, "a.customer.com", stored(kept("a.customer.com", 1))).await;
        let failed = Settled::Failed { problem: trouble(None), due_at: after(30) };
        settle(&shelf, "b.customer.com", failed).await;
        settle(&shelf, "*.customer.com", Settled::Removed { at: after(1), delete_at: after(2) }).await;
        assert!(matches!(shelf.lease(&name("b.customer.com"), "e", after(60), NOW).await, Ok(Lease::Ours(_))));
        assert!(shelf.settle(&name("b.customer.com"), "e", Settled::Deleted).await.unwrap());
        for heard in ["a.customer.com", "*.customer.com", "b.customer.com"] {
            assert_eq!(signals.recv().await, Some(Signal::EdgeCertificate(heard.into())));
        }
    }

    async fn a_certificate_without_a_leaf_is_refused_and_the_lease_kept(lab: &Lab) {
        let shelf = lab.store.shelf();
        let app = name("app.customer.com");
        assert!(matches!(shelf.lease(&app, "edge-1", after(60), NOW).await, Ok(Lease::Ours(_))));
        let empty = KeptCertificate { chain: vec![], ..kept("app.customer.com", 1) };
        let refused = shelf.settle(&app, "edge-1", stored(empty)).await;
        assert!(matches!(refused, Err(StoreError::Unstorable(_))), "{refused:?}");
        assert_eq!(shelf.entry(&app).await.unwrap().unwrap().held, None);
        assert!(shelf.settle(&app, "edge-1", stored(kept("app.customer.com", 1))).await.unwrap());
    }
}
