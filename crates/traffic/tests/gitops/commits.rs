use crate::repository::{World, git_in, plan, route_of, serve, served};
use nameplate_traffic::Backend;

#[tokio::test]
async fn a_plan_is_one_commit_with_a_receipt_and_nothing_to_do_is_none() {
    let world = World::new();
    let backend = world.backend();
    let all = [served(1, 80), served(2, 80)];
    let receipt = serve(&backend, &all).await;
    assert_eq!((receipt.commit, world.commits()), (Some(world.git(&["rev-parse", "HEAD"])), 2));
    assert!(world.read(&route_of(1)).unwrap().contains("Host(`www.customer1.com`)"));
    let message = world.git(&["log", "-1", "--format=%B"]);
    assert!(message.contains("Serve 2 host names") && message.contains("8 objects made"), "{message}");
    assert!(message.contains("Nameplate-Connection: 00000000-0000-0000-0000-000000000001"), "{message}");
    assert_eq!(world.git(&["log", "-1", "--format=%cn <%ce> %ct"]), "Nameplate <nameplate@saas.example> 1800000000");
    let listed = world.read("clusters/shops/nameplate-receipt.json").unwrap();
    assert!(listed.contains(&route_of(2)), "{listed}");
    assert!(world.is_clean());

    assert!(plan(&backend, &all).await.is_empty());
    assert_eq!(serve(&backend, &all).await.commit, None);
    assert_eq!(world.commits(), 2);
}

#[tokio::test]
async fn names_are_changed_and_given_up_and_the_rest_stays() {
    let world = World::new();
    let backend = world.backend();
    serve(&backend, &[served(1, 80), served(2, 80)]).await;
    serve(&backend, &[served(1, 8080)]).await;
    assert!(world.read(&route_of(1)).unwrap().contains("port: 8080"));
    assert_eq!(world.read(&route_of(2)), None);
    assert_eq!(world.read("apps/README.md").as_deref(), Some("Mind the step.\n"));
    serve(&backend, &[]).await;
    assert_eq!(world.git(&["ls-files"]), "apps/README.md\nclusters/shops/nameplate-receipt.json");
    assert!(world.is_clean());
}

#[tokio::test]
async fn a_commit_is_taken_back_by_another() {
    let world = World::new();
    let backend = world.backend();
    serve(&backend, &[served(1, 80)]).await;
    let before = world.git(&["rev-parse", "HEAD^{tree}"]);
    let receipt = serve(&backend, &[served(1, 8080), served(2, 80)]).await;
    let back = backend.take_back(&receipt).await.unwrap();
    assert!(back.commit.is_some());
    assert_eq!(world.git(&["rev-parse", "HEAD^{tree}"]), before);
    assert!(world.is_clean());
}

#[tokio::test]
async fn a_repository_without_a_commit_gets_its_first() {
    let world = World::empty();
    serve(&world.backend(), &[served(1, 80)]).await;
    assert_eq!(world.commits(), 1);
    assert!(world.is_clean() && world.read(&route_of(1)).is_some());
}

#[tokio::test]
async fn a_crash_before_the_checkout_is_made_good() {
    let world = World::new();
    let backend = world.backend();
    serve(&backend, &[served(1, 80)]).await;
    let commit = world.git(&["rev-parse", "HEAD"]);
    // As it is after the branch was moved, and nothing else.
    world.git(&["reset", "--quiet", "--hard", "HEAD^"]);
    world.git(&["update-ref", "HEAD", &commit]);
    assert!(!world.is_clean());
    assert!(plan(&backend, &[served(1, 80)]).await.is_empty());
    assert!(world.is_clean() && world.read(&route_of(1)).is_some());
    assert_eq!(world.commits(), 2);
}

#[tokio::test]
async fn what_the_remote_does_not_take_is_not_committed_either() {
    let [world, remote] = [World::new(), World { folder: tempfile::tempdir().unwrap() }];
    remote.git(&["init", "--quiet", "--bare", "--initial-branch=main"]);
    let path = remote.folder.path();
    let backend = world.pushing_to(path.to_str());
    serve(&backend, &[served(1, 80)]).await;
    assert_eq!(git_in(path, &["rev-parse", "main"]), world.git(&["rev-parse", "HEAD"]));

    // A colleague pushes between plan and commit.
    let late = plan(&backend, &[served(2, 80)]).await;
    let other = tempfile::tempdir().unwrap();
    git_in(other.path(), &["clone", "--quiet", path.to_str().unwrap(), "."]);
    git_in(other.path(), &["commit", "--quiet", "--allow-empty", "-m", "First"]);
    git_in(other.path(), &["push", "--quiet"]);
    let before = world.git(&["rev-parse", "HEAD"]);
    backend.apply(&late).await.unwrap_err();
    assert_eq!(world.git(&["rev-parse", "HEAD"]), before);
    assert!(world.is_clean());
    // The next round begins with what the colleague did.
    serve(&backend, &[served(2, 80)]).await;
    assert_eq!(git_in(path, &["log", "-2", "--format=%s", "main"]), "Serve 2 host names as planned\nFirst");
}
