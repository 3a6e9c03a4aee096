//! What the provider refuses, in kinds, and without showing secrets.

use crate::simulator::{Fault, Service, Which};
use crate::stage::{Stage, ZONE, exactly, name};
use nameplate_domain::zone::{Change, RrSet};
use nameplate_providers::{ErrorKind, Left, Part, ProviderError};
use std::time::Duration;

pub(crate) async fn a_wrong_credential_is_told_from_everything_else(stage: Stage) {
    let before = stage.state();
    let stranger = stage.open(&stage.wrong_credential);
    let change = Change::create(RrSet::of_one(&name("app"), 3600, crate::stage::data("A", "192.0.2.1")));
    let errors = [
        ("zones", stranger.zones().await.map(|_| ()).unwrap_err()),
        ("zone", stranger.zone(ZONE).await.map(|_| ()).unwrap_err()),
        ("read", stranger.read(&stage.zone, Part::Whole).await.map(|_| ()).unwrap_err()),
        ("apply", stranger.apply(&stage.zone, &[change]).await.unwrap_err().error),
    ];
    for (what, error) in errors {
        assert_eq!(error.kind, ErrorKind::BadCredential, "{what}: {error}");
        assert_readable(&error);
    }
    stage.assert_same(&before, "a stranger wrote");
}

pub(crate) async fn an_unknown_zone_is_told_from_everything_else(stage: Stage) {
    let unknown = stage.sim.dialect().unknown_zone();
    assert_eq!(stage.writer.zone(&unknown.name).await, Ok(None));
    let read = stage.writer.read(&unknown, Part::Whole).await.map(|_| ()).unwrap_err();
    assert_eq!(read.kind, ErrorKind::NoSuchZone, "{read}");
    let set = RrSet::of_one(&format!("app.{}", unknown.name), 3600, crate::stage::data("A", "192.0.2.1"));
    let failed = stage.writer.apply(&unknown, &[Change::create(set)]).await.unwrap_err();
    assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::NoSuchZone), "{}", failed.error);
    assert_readable(&failed.error);
}

pub(crate) async fn a_zone_that_is_not_served_is_not_offered(stage: Stage) {
    stage.sim.edit(|zones| zones.zone_mut(ZONE).unwrap().service = Service::NotServed);
    let found = stage.writer.zone(ZONE).await;
    if !stage.sim.dialect().has_unserved_zones() {
        // The API has no such state: the zone is as usable as before.
        assert_eq!(found, Ok(Some(stage.zone)));
        return;
    }
    match found {
        Ok(found) => assert_eq!(found, None, "a zone that is not served is offered"),
        Err(error) => {
            let kinds = [
                ErrorKind::NoSuchZone,
                ErrorKind::Forbidden,
                ErrorKind::Conflict,
                ErrorKind::Rejected,
                ErrorKind::Unsupported,
            ];
            assert!(kinds.contains(&error.kind), "{:?}: {error}", error.kind);
            assert_readable(&error);
        }
    }
}

pub(crate) async fn a_short_limit_is_waited_for(stage: Stage) {
    if !stage.sim.dialect().says_how_long() {
        let before = stage.state();
        stage.sim.fail(Which::Reads, Fault::TooMany { retry_after_s: 0 }, usize::MAX);
        let error = stage.writer.read(&stage.zone, Part::Whole).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::RateLimited, "{error}");
        stage.assert_same(&before, "a refused read");
        return;
    }
    stage.sim.fail(Which::Reads, Fault::TooMany { retry_after_s: 0 }, 1);
    stage.writer.read(&stage.zone, Part::Whole).await.unwrap();
    stage.sim.fail(Which::Writes, Fault::TooMany { retry_after_s: 0 }, 1);
    stage.fulfil(&[exactly("app", "A", 3600, &["192.0.2.1"])]).await;
}

pub(crate) async fn a_long_limit_is_reported_and_nothing_written(stage: Stage) {
    let before = stage.state();
    let limit = Fault::TooMany { retry_after_s: 120 };
    stage.sim.fail(Which::Writes, limit, usize::MAX);
    let failed = stage.try_fulfil(&[exactly("app", "A", 3600, &["192.0.2.1"])]).await.unwrap_err();
    assert_eq!((failed.error.kind, &failed.left), (ErrorKind::RateLimited, &Left::AsItWas), "{}", failed.error);
    stage.sim.heal();
    stage.sim.fail(Which::Reads, limit, usize::MAX);
    let error = stage.writer.zones().await.map(|_| ());
    let error = match stage.sim.dialect().sees_one_zone() {
        true => stage.writer.read(&stage.zone, Part::Whole).await.map(|_| ()).unwrap_err(),
        false => error.unwrap_err(),
    };
    assert_eq!(error.kind, ErrorKind::RateLimited, "{error}");
    if stage.sim.dialect().says_how_long() {
        assert_eq!(failed.error.retry_after, Some(Duration::from_secs(120)));
        assert_eq!(error.retry_after, Some(Duration::from_secs(120)));
    }
    assert_readable(&error);
    stage.assert_same(&before, "a write that was refused");
}

pub(crate) async fn refused_data_is_rejected_with_the_providers_words(stage: Stage) {
    let before = stage.state();
    stage.sim.fail(Which::WritesWith("unwelcome"), Fault::Reject, usize::MAX);
    let failed = stage.try_fulfil(&[exactly("unwelcome", "A", 3600, &["192.0.2.1"])]).await.unwrap_err();
    assert_eq!((failed.error.kind, &failed.left), (ErrorKind::Rejected, &Left::AsItWas), "{}", failed.error);
    let says = format!("{} says: ", stage.sim.dialect().spec().name);
    assert!(failed.error.message.contains(&says), "the provider's own words are missing: {}", failed.error);
    assert_readable(&failed.error);
    stage.assert_same(&before, "a write that was refused");
}

pub(crate) async fn secrets_are_nowhere(stage: Stage) {
    let secrets = stage.sim.dialect().secrets();
    let mut texts = vec![format!("{:?}", stage.writer), format!("{:?}", stage.zone)];
    let stranger = stage.open(&stage.wrong_credential);
    texts.push(format!("{stranger:?}"));
    let mut note = |error: ProviderError| texts.extend([format!("{error:?}"), error.to_string()]);
    note(stranger.read(&stage.zone, Part::Whole).await.unwrap_err());
    for fault in [Fault::Outage, Fault::BreakBefore, Fault::TooMany { retry_after_s: 60 }] {
        stage.sim.fail(Which::Reads, fault, 1);
        // Repeating may have helped; what matters is what is said when it did not.
        if let Err(error) = stage.writer.read(&stage.zone, Part::Whole).await {
            note(error);
        }
        stage.sim.heal();
    }
    // Words of the provider that repeat what it was sent.
    for secret in &secrets {
        let set = RrSet::of_one(&name("echo"), 3600, crate::stage::data("A", "192.0.2.1"));
        stage.sim.refuse_with(&format!("Not with {secret}, which you sent."));
        stage.sim.fail(Which::Writes, Fault::Reject, usize::MAX);
        note(stage.writer.apply(&stage.zone, &[Change::create(set)]).await.unwrap_err().error);
        stage.sim.heal();
    }
    for logged in stage.sim.log() {
        let query: Vec<String> = logged.request.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
        texts.push(format!("{} {}", logged.request.path, query.join("&")));
    }
    assert!(!secrets.is_empty(), "what is secret is not said");
    for secret in secrets.iter().chain([&stage.wrong_credential]) {
        for text in &texts {
            assert!(
                !text.contains(secret.as_str()),
                "a secret is shown in {}",
                text.replace(secret.as_str(), "[SECRET]")
            );
        }
    }
}

/// A sentence for a customer: it begins and ends like one and shows no markup.
fn assert_readable(error: &ProviderError) {
    let message = &error.message;
    assert!(message.starts_with(|c: char| c.is_uppercase() || c.is_ascii_lowercase()), "{message:?}");
    assert!(message.len() > 20 && message.contains(' ') && message.contains('.'), "{message:?} is no sentence");
    assert!(!message.contains(['<', '{', '\n']), "{message:?} shows markup");
}
