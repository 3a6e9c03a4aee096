use crate::world::World;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_traffic::kubernetes::Election;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug)]
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_800_000_000_000)
    }
}

async fn candidate(world: &World, identity: &str) -> Election {
    Election::new(world.client().await, &world.name, "nameplate", identity.to_owned(), Arc::new(Noon))
}

#[tokio::test]
async fn of_two_one_writes_and_renews() {
    let world = World::new("lease", 40);
    let [mut one, mut other] = [candidate(&world, "one").await, candidate(&world, "other").await];
    let (first, second) = tokio::join!(one.stand(), other.stand());
    let [first, second] = [first.unwrap(), second.unwrap()];
    assert!(first != second, "exactly one is elected");
    assert_eq!((one.elected().is_leader(), other.elected().is_leader()), (first, second));
    assert_eq!((one.stand().await.unwrap(), other.stand().await.unwrap()), (first, second), "it stays so");
    let lease = world.get("lease", "nameplate");
    assert_eq!(lease["spec"]["holderIdentity"], if first { "one" } else { "other" });
    assert_eq!(lease["spec"]["renewTime"], "2027-01-15T08:00:00.000000Z");
}

#[tokio::test]
async fn the_lease_of_one_that_died_is_taken_when_it_has_run_out() {
    let world = World::new("dead-lease", 41);
    let lease = json!({
        "apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": { "name": "nameplate" },
        "spec": { "holderIdentity": "dead", "leaseDurationSeconds": 1, "leaseTransitions": 3 },
    });
    world.kubectl_with(&["create", "-f", "-"], &lease.to_string());
    let mut heir = candidate(&world, "heir").await;
    assert!(!heir.stand().await.unwrap(), "it has only just been seen");
    let taken = async {
        while !heir.stand().await.unwrap() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), taken).await.unwrap();
    assert!(heir.elected().is_leader());
    let lease = world.get("lease", "nameplate");
    assert_eq!((&lease["spec"]["holderIdentity"], &lease["spec"]["leaseTransitions"]), (&json!("heir"), &json!(4)));
}

#[tokio::test]
async fn who_was_replaced_writes_no_more() {
    let world = World::new("lost-lease", 42);
    let mut one = candidate(&world, "one").await;
    assert!(one.stand().await.unwrap());
    world.kubectl(&["patch", "lease", "nameplate", "--type=merge", "-p", r#"{"spec":{"holderIdentity":"other"}}"#]);
    assert!(!one.stand().await.unwrap());
    assert!(!one.elected().is_leader());
}
