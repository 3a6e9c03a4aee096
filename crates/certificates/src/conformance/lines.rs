//! Lines: certificates, outcomes, removal, order.

use super::{DAY, MINUTE, at, certificate, entry, leased, name, ok, problem, start, stored};
use crate::ports::Shelf;
use nameplate_domain::issuance::entry::{Held, RenewalWindow, Settled};
use std::sync::Arc;

/// A certificate comes back as it was kept, by the first of several names that has one, until its end.
pub async fn a_certificate_is_kept_whole(shelf: Arc<dyn Shelf>) {
    let (exact, wildcard) = (name("shop.example.com"), name("*.example.com"));
    for name in [&exact, &wildcard] {
        assert!(ok(shelf.certificate(std::slice::from_ref(name), start()).await).is_none());
        leased(&shelf, name, "a", start()).await;
        assert!(ok(shelf.settle(name, "a", stored(name, at(DAY * 60), at(DAY))).await));
    }
    let both = [exact.clone(), wildcard.clone()];
    assert_eq!(ok(shelf.certificate(&both, start()).await), Some(certificate(&exact)), "the first name goes first");
    let other = [name("other.example.com"), wildcard.clone()];
    assert_eq!(ok(shelf.certificate(&other, start()).await), Some(certificate(&wildcard)));
    assert!(ok(shelf.certificate(&both, at(DAY * 90)).await).is_none(), "an ended certificate is none");

    leased(&shelf, &exact, "a", at(DAY)).await;
    let next = nameplate_domain::issuance::entry::KeptCertificate {
        key: vec![9],
        chain: vec![vec![7]],
        ..certificate(&exact)
    };
    let settled = Settled::Stored { kept: next.clone(), renew_at: at(DAY * 2), due_at: at(DAY * 2) };
    assert!(ok(shelf.settle(&exact, "a", settled).await));
    assert_eq!(ok(shelf.certificate(&[exact], start()).await), Some(next), "a new one takes the place of the old");
}

/// Each outcome leaves the line as its documentation says.
pub async fn outcomes_are_written(shelf: Arc<dyn Shelf>) {
    let shop = name("shop.example.com");
    let new = leased(&shelf, &shop, "a", start()).await;
    assert!(new.due_at.is_some_and(|due| due <= start()), "a newcomer whose holder dies is due");
    let failed = Settled::Failed { problem: problem("caa_forbids"), due_at: at(MINUTE) };
    assert!(ok(shelf.settle(&shop, "a", failed.clone()).await));
    leased(&shelf, &shop, "a", at(MINUTE)).await;
    assert!(ok(shelf.settle(&shop, "a", failed).await));
    let line = entry(&shelf, &shop).await;
    assert_eq!((line.failures, line.due_at, line.problem), (2, Some(at(MINUTE)), Some(problem("caa_forbids"))));

    leased(&shelf, &shop, "a", at(MINUTE)).await;
    let problem_then = Some(problem("rate_limited"));
    let postponed = Settled::Postponed { problem: problem_then.clone(), renew_at: None, window: None, due_at: at(DAY) };
    assert!(ok(shelf.settle(&shop, "a", postponed).await));
    let line = entry(&shelf, &shop).await;
    assert_eq!((line.failures, line.due_at, line.problem), (2, Some(at(DAY)), problem_then), "waiting is no failure");

    leased(&shelf, &shop, "a", at(DAY)).await;
    assert!(ok(shelf.settle(&shop, "a", stored(&shop, at(DAY * 60), at(DAY * 2))).await));
    let line = entry(&shelf, &shop).await;
    let held = Held { authority: "letsencrypt".to_owned(), not_before: start(), not_after: at(DAY * 90) };
    assert_eq!((line.held, line.renew_at, line.due_at), (Some(held.clone()), Some(at(DAY * 60)), Some(at(DAY * 2))));
    assert_eq!((line.failures, line.problem, line.removed_at), (0, None, None), "success forgets failures");

    leased(&shelf, &shop, "a", at(DAY * 2)).await;
    let window = RenewalWindow { start: at(DAY * 50), end: at(DAY * 52) };
    let (renew_at, due_at) = (Some(at(DAY * 51)), at(DAY * 3));
    let postponed = Settled::Postponed { problem: None, renew_at, window: Some(window), due_at };
    assert!(ok(shelf.settle(&shop, "a", postponed).await));
    leased(&shelf, &shop, "a", at(DAY * 3)).await;
    let postponed = Settled::Postponed { problem: None, renew_at: None, window: None, due_at: at(DAY * 4) };
    assert!(ok(shelf.settle(&shop, "a", postponed).await));
    let line = entry(&shelf, &shop).await;
    assert_eq!(
        (line.renew_at, line.window, line.due_at),
        (renew_at, Some(window), Some(at(DAY * 4))),
        "what is not told stays"
    );
    assert_eq!(line.held, Some(held));
}

/// A removed name serves nothing and comes due for deletion; a new lease brings everything back; deleting takes all.
pub async fn a_removal_ends_with_a_new_lease(shelf: Arc<dyn Shelf>) {
    let shop = name("shop.example.com");
    let names = [shop.clone()];
    leased(&shelf, &shop, "a", start()).await;
    assert_eq!(ok(shelf.held().await), 0, "a newcomer holds nothing");
    assert!(ok(shelf.settle(&shop, "a", stored(&shop, at(DAY * 60), at(DAY * 60))).await));
    assert_eq!(ok(shelf.held().await), 1);
    let removed = Settled::Removed { at: start(), delete_at: at(DAY) };
    leased(&shelf, &shop, "a", start()).await;
    assert!(ok(shelf.settle(&shop, "a", removed.clone()).await));
    let line = entry(&shelf, &shop).await;
    assert_eq!((line.removed_at, line.due_at), (Some(start()), Some(at(DAY))));
    assert!(ok(shelf.certificate(&names, start()).await).is_none(), "what is removed is not served");
    assert_eq!(ok(shelf.held().await), 0, "nor counted");
    assert!(!ok(shelf.hasten(&shop, start()).await), "deletion is not hastened");

    let back = leased(&shelf, &shop, "a", at(MINUTE)).await;
    assert!(back.removed_at.is_none() && back.held.is_some(), "a new lease ends a removal");
    assert_eq!(back.due_at, Some(at(MINUTE)), "what it was due for was its deletion");
    assert_eq!(ok(shelf.certificate(&names, start()).await), Some(certificate(&shop)));
    assert!(ok(shelf.settle(&shop, "a", removed).await));
    let due = ok(shelf.lease_due("a", 1, at(DAY + MINUTE), at(DAY)).await);
    assert_eq!(due.first().map(|entry| entry.removed_at.is_some()), Some(true), "it comes due still removed");
    assert!(ok(shelf.settle(&shop, "a", Settled::Deleted).await));
    assert!(ok(shelf.entry(&shop).await).is_none(), "deleting takes the line");
    leased(&shelf, &shop, "a", at(DAY)).await;
    assert!(ok(shelf.certificate(&names, start()).await).is_none(), "deleting takes the certificate");
}

/// Lines are paged through in one order, each once.
pub async fn lines_are_listed_in_order(shelf: Arc<dyn Shelf>) {
    let texts = ["b.example.com", "a.example.com", "*.example.com", "c.example.org", "*.a.example.com"];
    for text in texts {
        leased(&shelf, &name(text), "a", start()).await;
    }
    let mut seen = Vec::new();
    loop {
        let page = ok(shelf.entries(seen.last(), 2).await);
        assert!(page.len() <= 2, "no more than asked for");
        if page.is_empty() {
            break;
        }
        seen.extend(page.into_iter().map(|entry| entry.name));
    }
    let mut sorted: Vec<String> = seen.iter().map(ToString::to_string).collect();
    sorted.sort();
    let mut wanted = texts.map(str::to_owned);
    wanted.sort();
    assert_eq!(sorted, wanted, "each line is listed once");
}

/// The next due instant is that of the first line nobody holds; a line can be made due sooner, never later.
pub async fn the_next_due_is_told(shelf: Arc<dyn Shelf>) {
    assert_eq!(ok(shelf.next_due().await), None, "an empty shelf is never due");
    assert!(!ok(shelf.hasten(&name("shop.example.com"), start()).await), "there is no line to hasten");
    for (text, due) in [("shop.example.com", 9), ("other.example.com", 5)] {
        let name = name(text);
        leased(&shelf, &name, "a", start()).await;
        assert!(ok(shelf.settle(&name, "a", stored(&name, at(DAY * due), at(DAY * due))).await));
    }
    assert_eq!(ok(shelf.next_due().await), Some(at(DAY * 5)));
    let shop = name("shop.example.com");
    assert!(!ok(shelf.hasten(&shop, at(DAY * 10)).await), "later is not sooner");
    assert!(ok(shelf.hasten(&shop, at(DAY * 2)).await));
    assert_eq!(ok(shelf.next_due().await), Some(at(DAY * 2)));
    leased(&shelf, &shop, "a", at(DAY * 2)).await;
    assert_eq!(ok(shelf.next_due().await), Some(at(DAY * 5)), "what somebody holds is not due");
}
