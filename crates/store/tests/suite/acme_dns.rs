use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, at, connection, fresh_id, proof, step_of};
use nameplate_domain::connection::{Challenge, Connection, Event, State};
use nameplate_store::{AcmeAccount, AcmeToken, AcmeTokenChange, Conflict, Signal, StepValues, StoreError};

fn token_of(connection: &Connection) -> String {
    connection.challenge.token().to_owned()
}

both! {
    async fn tokens_are_in_use_until_their_connection_has_ended(lab: &Lab) {
        let (_, application) = lab.application().await;
        let mut in_use = Vec::new();
        for (n, state) in (0..).zip(State::ALL) {
            let hostname = format!("h{n}.customer.com");
            let challenge = Challenge::from_random([n; 16]);
            let connection = Connection { challenge, ..connection(&application, &hostname, state) };
            lab.insert(&connection).await;
            let found = lab.reader().acme_token(&token_of(&connection)).await.unwrap();
            let expected = AcmeToken {
                connection: connection.id,
                tenant: connection.tenant,
                hostname: connection.hostname.clone(),
            };
            assert_eq!(found, (!state.is_terminal()).then_some(expected), "{state}");
            in_use.extend((!state.is_terminal()).then(|| token_of(&connection)));
        }
        let first = lab.reader().acme_tokens(None, 4).await.unwrap();
        let rest = lab.reader().acme_tokens(first.last().map(String::as_str), 100).await.unwrap();
        assert_eq!([first, rest].concat(), in_use);
    }

    async fn whoever_looks_for_changes_finds_tokens_that_began_and_that_ended(lab: &Lab) {
        let (_, application) = lab.application().await;
        let old = connection(&application, "old.customer.com", State::Live);
        let ended = connection(&application, "ended.customer.com", State::PendingOwnership);
        let begun = Connection { state_since: after(9), ..connection(&application, "new.customer.com", State::Created) };
        for connection in [&old, &ended, &begun] {
            lab.insert(connection).await;
        }
        let mut signals = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        tx.commit_step(&ended, step_of(&ended, Event::Expired), at(after(5))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(signals.recv().await, Some(Signal::AcmeToken(token_of(&ended))));
        let changed = lab.reader().acme_tokens_changed_since(after(5), 10).await.unwrap();
        let expected = [(&ended, false, after(5)), (&begun, true, after(9))]
            .map(|(connection, in_use, at)| AcmeTokenChange { token: token_of(connection), in_use, at });
        assert_eq!(changed, expected);
        assert_eq!(lab.reader().acme_tokens_changed_since(after(5), 1).await.unwrap(), expected[..1]);
    }

    async fn a_takeover_ends_the_token_of_the_former_holder(lab: &Lab) {
        let (_, application) = lab.application().await;
        let holder = connection(&application, "app.customer.com", State::Live);
        let taker = Connection { takeover: true, ..connection(&application, "app.customer.com", State::PendingOwnership) };
        lab.insert(&holder).await;
        lab.insert(&taker).await;
        let mut signals = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        tx.commit_step(&holder, step_of(&holder, Event::TakenAway), at(NOW)).await.unwrap();
        let with_proof = StepValues { proof: Some(proof()), ..at(NOW) };
        tx.commit_step(&taker, step_of(&taker, Event::OwnershipTakenOver), with_proof).await.unwrap();
        tx.commit().await.unwrap();
        lab.store.signals().send(Signal::Everything);
        assert_eq!(signals.recv().await, Some(Signal::Event));
        assert_eq!(signals.recv().await, Some(Signal::Route("app.customer.com".into())));
        assert_eq!(signals.recv().await, Some(Signal::AcmeToken(token_of(&holder))));
        assert_eq!(signals.recv().await, Some(Signal::Everything));
        assert_eq!(lab.reader().acme_tokens(None, 10).await.unwrap(), [token_of(&taker)]);
    }

    async fn an_account_is_found_while_its_connection_lasts(lab: &Lab) {
        let (_, application) = lab.application().await;
        let live = connection(&application, "app.customer.com", State::Live);
        lab.insert(&live).await;
        let account = AcmeAccount {
            username: fresh_id(),
            token: token_of(&live),
            connection: live.id,
            password_hash: b"argon2id of a password".to_vec(),
            allow_from: vec!["192.0.2.0/24".into()],
            created_at: NOW,
        };
        let mut tx = lab.begin().await;
        tx.insert_acme_account(&account).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = lab.begin().await;
        let again = tx.insert_acme_account(&account).await;
        assert!(matches!(again, Err(StoreError::Conflict(Conflict::Identifier))), "{again:?}");
        drop(tx);
        assert_eq!(lab.reader().acme_account(account.username).await.unwrap(), Some(account.clone()));
        assert_eq!(lab.reader().acme_account(fresh_id()).await.unwrap(), None);
        assert!(!format!("{account:?}").contains("97, 114") && !format!("{account:?}").contains("argon"));

        let mut tx = lab.begin().await;
        assert_eq!(tx.purge_acme_accounts().await.unwrap(), 0);
        tx.commit_step(&live, step_of(&live, Event::Archive), at(NOW)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().acme_account(account.username).await.unwrap(), None);
        let mut tx = lab.begin().await;
        assert_eq!(tx.purge_acme_accounts().await.unwrap(), 1);
        tx.commit().await.unwrap();
    }
}
