//! Answers, verdicts, accounts and secrets.

use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after};
use nameplate_domain::issuance::entry::{AnswerKind, KeptVerdict};
use nameplate_store::{Signal, VERDICT_REWRITTEN_AFTER};
use std::time::Duration;

both! {
    async fn answers_are_given_until_they_expire_or_are_dropped(lab: &Lab) {
        let shelf = lab.store.shelf();
        shelf.put_answer(AnswerKind::Http01, "k", "for http", after(30)).await.unwrap();
        shelf.put_answer(AnswerKind::TlsAlpn01, "k", "for tls", after(30)).await.unwrap();
        shelf.put_answer(AnswerKind::TlsAlpn01, "k", "for tls, later", after(60)).await.unwrap();
        let answer = |kind, now| async move { lab.store.shelf().answer(kind, "k", now).await.unwrap() };
        assert_eq!(answer(AnswerKind::Http01, after(29)).await.as_deref(), Some("for http"));
        assert_eq!(answer(AnswerKind::Http01, after(30)).await, None);
        assert_eq!(answer(AnswerKind::TlsAlpn01, after(30)).await.as_deref(), Some("for tls, later"));
        assert_eq!(shelf.purge(after(30)).await.unwrap(), 1);
        shelf.drop_answer(AnswerKind::TlsAlpn01, "k").await.unwrap();
        assert_eq!(answer(AnswerKind::TlsAlpn01, NOW).await, None);
        assert_eq!(shelf.purge(after(90)).await.unwrap(), 0);
    }

    async fn a_verdict_is_remembered_and_written_anew_when_it_says_something_new(lab: &Lab) {
        let shelf = lab.store.shelf();
        let told = |origin: Option<&str>, told_at| KeptVerdict {
            name: "app.customer.com".into(),
            origin: origin.map(str::to_owned),
            told_at,
        };
        let kept = || async { lab.store.shelf().verdict("app.customer.com").await.unwrap() };
        assert_eq!(kept().await, None);
        let first = told(Some("http://origin:1"), NOW);
        shelf.keep_verdict(&first).await.unwrap();
        assert_eq!(kept().await, Some(first.clone()));
        let just_before = NOW.plus(VERDICT_REWRITTEN_AFTER).minus(Duration::from_millis(1));
        shelf.keep_verdict(&told(Some("http://origin:1"), just_before)).await.unwrap();
        assert_eq!(kept().await, Some(first), "the same again is not written");
        let old = told(Some("http://origin:1"), NOW.plus(VERDICT_REWRITTEN_AFTER));
        shelf.keep_verdict(&old).await.unwrap();
        assert_eq!(kept().await, Some(old.clone()));
        shelf.keep_verdict(&told(None, NOW)).await.unwrap();
        assert_eq!(kept().await, Some(old.clone()), "what was told later is right");
        let other = told(None, old.told_at);
        shelf.keep_verdict(&other).await.unwrap();
        assert_eq!(kept().await, Some(other), "at one instant, the last one stays");
        shelf.drop_verdict("app.customer.com").await.unwrap();
        assert_eq!(kept().await, None);
    }

    async fn a_verdict_that_is_told_again_does_not_wait_for_writers(lab: &Lab) {
        let shelf = lab.store.shelf();
        let verdict = KeptVerdict { name: "app.customer.com".into(), origin: None, told_at: NOW };
        shelf.keep_verdict(&verdict).await.unwrap();
        let mut writer = lab.begin().await;
        writer.heartbeat_edge("edge-1", NOW).await.unwrap();
        // On SQLite, a second writer would wait here until it is refused.
        shelf.keep_verdict(&KeptVerdict { told_at: after(1), ..verdict }).await.unwrap();
        drop(writer);
    }

    async fn of_sixteen_who_keep_an_account_all_get_the_same(lab: &Lab) {
        assert_eq!(lab.store.shelf().account("letsencrypt").await.unwrap(), None);
        let keeping = (0..16).map(|n: u8| {
            let shelf = lab.store.shelf();
            tokio::spawn(async move { shelf.keep_account("letsencrypt", &[n; 40]).await.unwrap() })
        });
        let mut kept = Vec::new();
        for account in futures_util::future::join_all(keeping).await {
            kept.push(account.unwrap());
        }
        let first = lab.store.shelf().account("letsencrypt").await.unwrap().unwrap();
        assert!(kept.iter().all(|account| *account == first), "{kept:?}");
    }

    async fn of_sixteen_who_replace_a_secret_one_does(lab: &Lab) {
        let shelf = lab.store.shelf();
        assert_eq!(shelf.secret("tickets").await.unwrap(), None);
        let mut signals = lab.store.signals().subscribe();
        for version in [0, 1] {
            let swapping = (0..16).map(|n: u8| {
                let shelf = lab.store.shelf();
                tokio::spawn(async move { shelf.swap_secret("tickets", version, &[n; 40]).await.unwrap() })
            });
            let swapped = futures_util::future::join_all(swapping).await;
            assert_eq!(swapped.into_iter().filter(|swapped| *swapped.as_ref().unwrap()).count(), 1);
            assert_eq!(signals.recv().await, Some(Signal::EdgeSecret("tickets".into())));
            assert_eq!(shelf.secret("tickets").await.unwrap().map(|(version, _)| version), Some(version + 1));
        }
        assert!(!shelf.swap_secret("other", 3, b"x").await.unwrap());
        assert_eq!(shelf.secret("other").await.unwrap(), None);
    }
}
