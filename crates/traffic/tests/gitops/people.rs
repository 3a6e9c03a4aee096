use crate::repository::{World, plan, route_of, serve, served};
use nameplate_traffic::{Backend, Refusal};

#[tokio::test]
async fn what_others_staged_or_changed_gets_into_no_commit_of_ours() {
    let world = World::new();
    world.write("apps/README.md", "Mind the gap.\n");
    world.write("apps/new.txt", "new\n");
    world.git(&["add", "apps/new.txt"]);
    serve(&world.backend(), &[served(1, 80)]).await;
    let files = world.git(&["show", "--name-only", "--format=", "HEAD"]);
    assert!(files.lines().all(|path| path.starts_with("clusters/shops/")), "{files}");
    assert_eq!(world.git(&["diff", "--name-only"]), "apps/README.md");
    assert_eq!(world.git(&["diff", "--name-only", "--cached"]), "apps/new.txt");
    assert_eq!(world.read("apps/README.md").as_deref(), Some("Mind the gap.\n"));
}

#[tokio::test]
async fn a_file_that_somebody_edited_is_left_alone_and_told_by_name() {
    let world = World::new();
    let backend = world.backend();
    serve(&backend, &[served(1, 80), served(2, 80)]).await;
    let edited = world.read(&route_of(1)).unwrap().replace("port: 80", "port: 81");
    world.write(&route_of(1), &edited);
    world.git(&["commit", "--quiet", "-am", "Another port"]);
    let commit = world.git(&["rev-parse", "--short", "HEAD"]);

    let all = [served(1, 80), served(2, 8080)];
    let planned = plan(&backend, &all).await;
    let expected = Refusal::Edited { path: route_of(1), commit, author: "Ada".into() };
    assert_eq!(planned.refused, [(served(1, 80).connection, expected)]);
    backend.apply(&planned).await.unwrap();
    assert_eq!(world.read(&route_of(1)).as_deref(), Some(&*edited), "theirs");
    assert!(world.read(&route_of(2)).unwrap().contains("port: 8080"), "the others go on");

    // The remedy.
    world.git(&["rm", "--quiet", &route_of(1)]);
    world.git(&["commit", "--quiet", "-m", "Anew"]);
    serve(&backend, &all).await;
    assert!(world.read(&route_of(1)).unwrap().contains("port: 80"));
    assert!(plan(&backend, &all).await.refused.is_empty() && world.is_clean());
}

#[tokio::test]
async fn an_edit_between_plan_and_commit_stops_the_whole_commit() {
    let world = World::new();
    let backend = world.backend();
    serve(&backend, &[served(1, 80), served(2, 80)]).await;
    let planned = plan(&backend, &[served(1, 8080), served(2, 8080)]).await;
    let edited = world.read(&route_of(2)).unwrap().replace("port: 80", "port: 81");
    world.write(&route_of(2), &edited);
    world.git(&["commit", "--quiet", "-am", "Another port"]);
    let refusal = backend.apply(&planned).await.unwrap_err();
    assert!(matches!(&refusal, Refusal::Edited { path, .. } if *path == route_of(2)), "{refusal}");
    assert!(world.read(&route_of(1)).unwrap().contains("port: 80\n"), "nothing of it");
}

#[tokio::test]
async fn a_file_of_somebody_elses_in_our_place_is_not_overwritten() {
    let world = World::new();
    let backend = world.backend();
    serve(&backend, &[served(1, 80)]).await;
    let unlabelled = world.read(&route_of(1)).unwrap().replace("managed-by: nameplate", "managed-by: helm");
    serve(&backend, &[]).await;
    world.write(&route_of(1), &unlabelled);
    world.git(&["add", "."]);
    world.git(&["commit", "--quiet", "-m", "Mine"]);
    let planned = plan(&backend, &[served(1, 80)]).await;
    assert!(planned.is_empty());
    assert!(matches!(planned.refused[..], [(_, Refusal::Foreign { .. })]), "{planned:?}");
}

#[tokio::test]
async fn uncommitted_changes_in_our_files_stop_a_commit_before_anything_happens() {
    let world = World::new();
    let backend = world.backend();
    serve(&backend, &[served(1, 80)]).await;
    let planned = plan(&backend, &[served(1, 8080)]).await;
    let edited = world.read(&route_of(1)).unwrap() + "# not done yet\n";
    world.write(&route_of(1), &edited);
    let refusal = backend.apply(&planned).await.unwrap_err();
    assert!(refusal.to_string().contains("Commit or undo"), "{refusal}");
    assert_eq!(world.commits(), 2);
    assert_eq!(world.read(&route_of(1)), Some(edited));
}
