use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, at, connection, proof, step_of};
use nameplate_domain::connection::{Connection, Event, State};
use nameplate_store::{Signal, StepValues, Subscription};

/// What was heard up to now. A marker sent last tells where that is.
async fn heard(lab: &Lab, signals: &mut Subscription) -> Vec<Signal> {
    lab.store.signals().send(Signal::Everything);
    let mut heard = Vec::new();
    loop {
        match signals.recv().await.unwrap() {
            Signal::Everything => return heard,
            signal => heard.push(signal),
        }
    }
}

both! {
    async fn a_step_that_changes_the_answer_of_ask_is_told(lab: &Lab) {
        let (_, application) = lab.application().await;
        let route = Signal::Route("app.customer.com".into());
        let mut signals = lab.store.signals().subscribe();
        let pending = connection(&application, "app.customer.com", State::PendingOwnership);
        let token = Signal::AcmeToken(pending.challenge.token().to_owned());
        lab.insert(&pending).await;
        assert_eq!(heard(lab, &mut signals).await, std::slice::from_ref(&token));

        let mut tx = lab.begin().await;
        let proven = StepValues { proof: Some(proof()), due_at: Some(NOW), ..at(NOW) };
        let verified = tx.commit_step(&pending, step_of(&pending, Event::OwnershipProven), proven).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(heard(lab, &mut signals).await, [Signal::Event, route.clone(), Signal::Due]);

        let mut tx = lab.begin().await;
        let later = StepValues { due_at: Some(after(9)), ..at(NOW) };
        let issuing = tx.commit_step(&verified, step_of(&verified, Event::RecordsPropagated), later).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(heard(lab, &mut signals).await, [route.clone(), Signal::CertificateWanted]);

        let mut tx = lab.begin().await;
        tx.commit_step(&issuing, step_of(&issuing, Event::Archive), at(NOW)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(heard(lab, &mut signals).await, [Signal::Event, route, token]);
    }

    async fn a_step_that_ask_does_not_see_is_told_to_the_acme_zone_alone(lab: &Lab) {
        let (_, application) = lab.application().await;
        let pending = connection(&application, "*.customer.com", State::PendingOwnership);
        lab.insert(&pending).await;
        let mut signals = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        tx.commit_step(&pending, step_of(&pending, Event::Expired), at(NOW)).await.unwrap();
        tx.commit().await.unwrap();
        let token = Signal::AcmeToken(pending.challenge.token().to_owned());
        assert_eq!(heard(lab, &mut signals).await, [token]);
    }

    async fn a_new_connection_that_is_due_wakes_the_workers(lab: &Lab) {
        let (_, application) = lab.application().await;
        let mut signals = lab.store.signals().subscribe();
        let due = Connection { due_at: Some(NOW), ..connection(&application, "*.customer.com", State::Created) };
        lab.insert(&due).await;
        let token = Signal::AcmeToken(due.challenge.token().to_owned());
        assert_eq!(heard(lab, &mut signals).await, [Signal::Due, token]);
    }

    async fn a_subscriber_that_fell_behind_is_told_to_look_at_everything(lab: &Lab) {
        let mut signals = lab.store.signals().subscribe();
        for n in 0..5000 {
            lab.store.signals().send(Signal::Route(format!("h{n}.customer.com")));
        }
        assert_eq!(signals.recv().await, Some(Signal::Everything));
    }
}
