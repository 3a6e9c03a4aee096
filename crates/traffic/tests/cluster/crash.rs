use crate::world::{World, acme_dns, gateway, plan, serve, traefik};
use nameplate_traffic::Refusal;

#[tokio::test]
async fn a_crash_between_any_two_objects_converges() {
    let world = World::new("crash", 20);
    let terms = || world.terms(gateway(), acme_dns());
    let survivor = world.backend(terms()).await;
    let [old, new] = [[world.served(1, 80)], [world.served(2, 80)]];
    for writes in 0.. {
        // One name is given up in the plan in which another one comes.
        serve(&survivor, &old).await.unwrap();
        let dying = world.dying_after(writes, terms()).await;
        let result = serve(&dying, &new).await;
        let is_whole = result.is_ok();
        if let Err(refusal) = result {
            assert!(matches!(refusal, Refusal::Incomplete { .. } | Refusal::Unreachable { .. }), "{refusal:?}");
        }
        serve(&survivor, &new).await.unwrap();
        let ours = world.ours();
        assert_eq!(ours.len(), 6, "after {writes} writes: {ours:?}");
        assert!(ours.iter().all(|name| name.contains(&world.name_of(2))), "after {writes} writes: {ours:?}");
        assert!(plan(&survivor, &new).await.is_empty());
        if is_whole {
            assert_eq!(writes, 12, "every place was tried");
            break;
        }
    }
    serve(&survivor, &[]).await.unwrap();
}

#[tokio::test]
async fn what_was_done_before_a_failure_is_taken_back() {
    let world = World::new("back", 21);
    let terms = || world.terms(traefik(), acme_dns());
    let survivor = world.backend(terms()).await;
    let before = [world.served(1, 80), world.served(2, 80)];
    serve(&survivor, &before).await.unwrap();
    let picture = || {
        let ours = world.ours();
        let specs: Vec<String> = ours
            .iter()
            .map(|name| {
                let object: serde_json::Value =
                    serde_json::from_str(&world.kubectl(&["get", name, "-o", "json"])).unwrap();
                format!("{name} {} {} {}", object["spec"], object["data"], object["metadata"]["labels"])
            })
            .collect();
        specs
    };
    let whole = picture();
    // One is changed, one is given up, and one is new; the cut is at each of the writes.
    let after = [world.served(1, 8080), world.served(3, 80)];
    let count = plan(&survivor, &after).await.changes.len();
    assert!(count >= 14, "{count}");
    for cut in 0..count {
        let failing = world.failing(cut..cut + 1, terms()).await;
        let refusal = serve(&failing, &after).await.unwrap_err();
        assert!(matches!(refusal, Refusal::Unreachable { .. }), "{refusal:?}");
        assert_eq!(picture(), whole, "cut at {cut}");
    }
    serve(&survivor, &[]).await.unwrap();
}
