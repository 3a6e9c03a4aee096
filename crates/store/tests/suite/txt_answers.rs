use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after};
use nameplate_domain::time::Timestamp;
use nameplate_store::{Signal, Store, TXT_CHANGES_KEPT_FOR, TXT_VALUES_MAX, TxtAnswer};

fn answer(token: &str, value: &str, expires_at: Timestamp) -> TxtAnswer {
    TxtAnswer { token: token.into(), value: value.into(), expires_at }
}

async fn put(store: &Store, answer: &TxtAnswer, now: Timestamp) {
    let mut tx = store.begin().await.unwrap();
    tx.put_txt_answer(answer, now).await.unwrap();
    tx.commit().await.unwrap();
}

async fn values(lab: &Lab, token: &str, now: Timestamp) -> Vec<String> {
    let answers = lab.reader().txt_answers(token, now).await.unwrap();
    answers.into_iter().map(|answer| answer.value).collect()
}

both! {
    async fn values_are_told_in_the_order_of_their_age_until_they_expire(lab: &Lab) {
        let mut signals = lab.store.signals().subscribe();
        for (value, expires) in [("second", 60), ("first", 30)] {
            put(&lab.store, &answer("t1", value, after(expires)), NOW).await;
        }
        put(&lab.store, &answer("t2", "other", after(60)), NOW).await;
        assert_eq!(signals.recv().await, Some(Signal::AcmeToken("t1".into())));
        assert_eq!(values(lab, "t1", NOW).await, ["second", "first"]);
        assert_eq!(values(lab, "t1", after(30)).await, ["second"]);
        let all = [answer("t1", "second", after(60)), answer("t2", "other", after(60))];
        assert_eq!(lab.reader().all_txt_answers(after(30)).await.unwrap(), all);
        // Put again, even by a clock that is behind, a value lasts longer and is the newest.
        put(&lab.store, &answer("t1", "second", after(90)), NOW.minus(TXT_CHANGES_KEPT_FOR)).await;
        assert_eq!(values(lab, "t1", NOW).await, ["first", "second"]);
        assert_eq!(values(lab, "t1", after(89)).await, ["second"]);
    }

    async fn a_dropped_value_is_gone_and_a_change(lab: &Lab) {
        put(&lab.store, &answer("t1", "v", after(60)), NOW).await;
        put(&lab.store, &answer("t2", "v", after(60)), after(1)).await;
        let changed = |since, limit| async move { lab.reader().txt_answers_changed_since(since, limit).await.unwrap() };
        assert_eq!(changed(NOW, 10).await, ["t1", "t2"]);
        assert_eq!(changed(NOW, 1).await, ["t1"]);
        let mut signals = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        assert!(tx.drop_txt_answer("t1", "v", after(5)).await.unwrap());
        assert!(!tx.drop_txt_answer("t1", "v", after(5)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(signals.recv().await, Some(Signal::AcmeToken("t1".into())));
        assert_eq!(values(lab, "t1", NOW).await, [""; 0]);
        assert_eq!(changed(after(2), 10).await, ["t1"]);
    }

    async fn of_too_many_values_the_newest_are_kept_whoever_puts_them(lab: &Lab) {
        put(&lab.store, &answer("t1", "oldest", after(60)), NOW).await;
        put(&lab.store, &answer("t2", "v", after(60)), NOW).await;
        let putting = (0..4).map(|writer| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                for n in 0..20 {
                    put(&store, &answer("t1", &format!("{writer}-{n}"), after(60)), NOW).await;
                }
            })
        });
        for put in futures_util::future::join_all(putting).await {
            put.unwrap();
        }
        put(&lab.store, &answer("t1", "newest", after(60)), NOW).await;
        let kept = values(lab, "t1", NOW).await;
        assert_eq!(kept.len(), usize::try_from(TXT_VALUES_MAX).unwrap());
        assert_eq!(kept.last().map(String::as_str), Some("newest"));
        assert!(!kept.contains(&"oldest".to_owned()) && !kept.contains(&"0-0".to_owned()));
        assert_eq!(values(lab, "t2", NOW).await, ["v"]);
    }

    async fn expired_values_and_old_changes_are_purged(lab: &Lab) {
        put(&lab.store, &answer("t1", "v", after(30)), NOW).await;
        put(&lab.store, &answer("t1", "w", after(60)), NOW).await;
        let purge = |now| async move {
            let mut tx = lab.begin().await;
            let purged = tx.purge_txt_answers(now).await.unwrap();
            tx.commit().await.unwrap();
            purged
        };
        assert_eq!(purge(after(30)).await, 1);
        assert_eq!(values(lab, "t1", NOW).await, ["w"]);
        assert_eq!(purge(after(60)).await, 1);
        assert_eq!(purge(NOW.plus(TXT_CHANGES_KEPT_FOR)).await, 0);
        assert_eq!(lab.reader().txt_answers_changed_since(NOW, 10).await.unwrap(), ["t1"]);
        assert_eq!(purge(after(1).plus(TXT_CHANGES_KEPT_FOR)).await, 1);
        assert_eq!(lab.reader().txt_answers_changed_since(NOW, 10).await.unwrap(), [""; 0]);
    }
}
