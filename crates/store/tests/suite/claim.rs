use crate::suite::lab::Lab;
use crate::suite::samples::NOW;
use crate::suite::samples::{at, connection, proof, step_of};
use nameplate_domain::connection::{Connection, Event, State};
use nameplate_store::{Conflict, StepValues, StoreError};

both! {
    async fn the_index_and_the_machine_agree_on_who_holds_a_name(lab: &Lab) {
        let (_, application) = lab.application().await;
        for state in State::ALL {
            for proven in [false, true] {
                let hostname = format!("{}-{proven}.customer.com", state.as_str().replace('_', "-"));
                let first = Connection { proof: proven.then(proof), ..connection(&application, &hostname, state) };
                // Later states are entered with proof only; the machine never gives the other combination.
                if state.is_after_proof() && !proven {
                    continue;
                }
                lab.insert(&first).await;
                let second = Connection { id: connection(&application, &hostname, state).id, ..first.clone() };
                let mut tx = lab.begin().await;
                let inserted = tx.insert_connection(&second, None).await;
                let holds = first.standing().holds_claim();
                match inserted {
                    Ok(()) => assert!(!holds, "{state} {proven}: two holders"),
                    Err(StoreError::Conflict(Conflict::Hostname)) => assert!(holds, "{state} {proven}: none holds it"),
                    Err(error) => panic!("{error:?}"),
                }
                drop(tx);
                let holder = lab.reader().holder(&hostname).await.unwrap();
                assert_eq!(holder.is_some(), holds, "{state} {proven}");
                assert_eq!(lab.reader().ask(&hostname, NOW).await.unwrap().is_some(), holds, "{state} {proven}");
            }
        }
    }

    async fn of_two_that_prove_one_name_at_once_one_gets_it(lab: &Lab) {
        let (_, application) = lab.application().await;
        let provers =
            [0, 1].map(|_| connection(&application, "app.customer.com", State::PendingOwnership));
        for prover in &provers {
            lab.insert(prover).await;
        }
        let proving = provers.iter().map(|prover| {
            let (store, prover) = (lab.store.clone(), prover.clone());
            tokio::spawn(async move {
                let mut tx = store.begin().await?;
                let step = step_of(&prover, Event::OwnershipProven);
                tx.commit_step(&prover, step, StepValues { proof: Some(proof()), ..at(NOW) }).await?;
                tx.commit().await
            })
        });
        let mut outcomes = Vec::new();
        for outcome in futures_util::future::join_all(proving).await {
            outcomes.push(outcome.unwrap());
        }
        let refused = outcomes.iter().filter(|o| matches!(o, Err(StoreError::Conflict(Conflict::Hostname)))).count();
        assert_eq!((outcomes.iter().filter(|o| o.is_ok()).count(), refused), (1, 1), "{outcomes:?}");
        let events = lab.reader().events(None, None, 10).await.unwrap();
        assert_eq!(events.len(), 1, "only the winner is announced");
    }

    async fn a_takeover_moves_the_name_in_one_transaction(lab: &Lab) {
        let (_, application) = lab.application().await;
        let holder = connection(&application, "app.customer.com", State::Live);
        let taker = Connection { takeover: true, ..connection(&application, "app.customer.com", State::PendingOwnership) };
        lab.insert(&holder).await;
        lab.insert(&taker).await;
        let mut tx = lab.begin().await;
        tx.commit_step(&holder, step_of(&holder, Event::TakenAway), at(NOW)).await.unwrap();
        let with_proof = StepValues { proof: Some(proof()), ..at(NOW) };
        tx.commit_step(&taker, step_of(&taker, Event::OwnershipTakenOver), with_proof).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().holder("app.customer.com").await.unwrap().unwrap().id, taker.id);
        assert_eq!(lab.current(&holder).await.state, State::Archived);
    }
}
