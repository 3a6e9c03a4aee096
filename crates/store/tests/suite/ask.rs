use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, certificate, connection};
use nameplate_domain::connection::State;

both! {
    async fn the_exact_name_wins_over_the_wildcard_that_covers_it(lab: &Lab) {
        let (_, application) = lab.application().await;
        lab.insert(&connection(&application, "*.customer.com", State::Live)).await;
        lab.insert(&connection(&application, "app.customer.com", State::Verified)).await;
        let answered = |name: &'static str| async move {
            lab.reader().ask(name, NOW).await.unwrap().map(|row| (row.hostname, row.asked.standing.state))
        };
        assert_eq!(answered("app.customer.com").await, Some(("app.customer.com".into(), State::Verified)));
        assert_eq!(answered("other.customer.com").await, Some(("*.customer.com".into(), State::Live)));
        assert_eq!(answered("*.customer.com").await, Some(("*.customer.com".into(), State::Live)));
        for uncovered in ["customer.com", "a.b.customer.com", "com", "", "app.customer.co"] {
            assert_eq!(answered(uncovered).await, None, "{uncovered}");
        }
    }

    async fn many_names_are_answered_by_one_read_as_each_would_be_alone(lab: &Lab) {
        let (_, application) = lab.application().await;
        lab.insert(&connection(&application, "*.customer.com", State::Live)).await;
        lab.insert(&connection(&application, "app.customer.com", State::Verified)).await;
        lab.insert(&connection(&application, "shop.other.com", State::Live)).await;
        let numbered: Vec<String> = (0..12).map(|number| format!("n{number}.nobody.com")).collect();
        let mut names = vec!["app.customer.com", "other.customer.com", "*.customer.com", "shop.other.com"];
        names.extend(numbered.iter().map(String::as_str));
        let together = lab.reader().ask_together(&names, NOW).await.unwrap();
        assert_eq!(together.len(), names.len());
        for (name, answer) in names.iter().zip(together) {
            assert_eq!(answer, lab.reader().ask(name, NOW).await.unwrap(), "{name}");
        }
        assert_eq!(lab.reader().ask_together(&[], NOW).await.unwrap(), []);
    }

    async fn whoever_holds_no_claim_is_not_seen(lab: &Lab) {
        let (_, application) = lab.application().await;
        lab.insert(&connection(&application, "*.customer.com", State::Live)).await;
        for state in [State::Created, State::PendingOwnership, State::Archived, State::Failed] {
            lab.insert(&connection(&application, "app.customer.com", state)).await;
        }
        let row = lab.reader().ask("app.customer.com", NOW).await.unwrap().unwrap();
        assert_eq!(row.hostname, "*.customer.com");
    }

    async fn an_answer_has_all_that_the_edge_needs(lab: &Lab) {
        let (_, application) = lab.application().await;
        let live = connection(&application, "app.customer.com", State::Live);
        let mut tx = lab.begin().await;
        tx.insert_connection(&live, Some("https://origin.example")).await.unwrap();
        tx.upsert_certificate(&certificate("app.customer.com", "01")).await.unwrap();
        tx.commit().await.unwrap();
        let row = lab.reader().ask("app.customer.com", NOW).await.unwrap().unwrap();
        assert_eq!((row.asked.standing, row.asked.state_since), (live.standing(), live.state_since));
        assert_eq!((row.origin.as_deref(), row.asked.has_certificate), (Some("https://origin.example"), true));
        let later = lab.reader().ask("app.customer.com", after(91 * 24 * 3600)).await.unwrap().unwrap();
        assert!(!later.asked.has_certificate);
    }
}
