//! Failures, broken connections and other people's changes: the zone is what the adapter says it is, and nobody's records are lost.

use crate::simulator::{Fault, LateEdit, Record, Which, ZoneState};
use crate::stage::{Stage, ZONE, data, exactly, name, nothing};
use nameplate_domain::zone::{RrType, Wish, carried_out, is_carried_out};
use nameplate_providers::{ErrorKind, Left, Part, carry_out};

/// One of each: made, replaced, removed.
fn wishes() -> [Wish; 3] {
    [
        exactly("app", "A", 3600, &["192.0.2.1"]),
        exactly("www", "CNAME", 3600, &["edge.platform.example"]),
        nothing("ww", "A"),
    ]
}

/// Carries the wish out under a fault. It may succeed, or fail for a while; the zone is what is said either way.
async fn fulfilled_or_as_it_was(stage: &Stage, wish: Wish, kinds: &[ErrorKind]) {
    let before = stage.state();
    let changes = stage.plan(std::slice::from_ref(&wish)).await;
    match carry_out(&*stage.writer, &stage.zone, &changes).await {
        Ok(()) => stage.assert_done(&before, &changes),
        Err(failed) => {
            assert!(kinds.contains(&failed.error.kind), "{wish:?}: {:?} {}", failed.error.kind, failed.error);
            assert_eq!(failed.left, Left::AsItWas, "{wish:?}: {}", failed.error);
            stage.assert_same_data(&before, "the zone is said to be as it was");
        }
    }
}

pub(crate) async fn an_outage_that_passes_is_not_seen(stage: Stage) {
    stage.sim.fail(Which::Reads, Fault::Outage, 1);
    stage.writer.read(&stage.zone, Part::Whole).await.unwrap();
    for wish in wishes() {
        stage.sim.fail(Which::Writes, Fault::Outage, 1);
        fulfilled_or_as_it_was(&stage, wish, &[ErrorKind::Outage]).await;
        stage.sim.heal();
    }
}

pub(crate) async fn an_outage_that_stays_is_reported_and_nothing_written(stage: Stage) {
    let before = stage.state();
    stage.sim.fail(Which::Writes, Fault::Outage, usize::MAX);
    for wish in wishes() {
        let failed = stage.try_fulfil(&[wish]).await.unwrap_err();
        assert_eq!((failed.error.kind, &failed.left), (ErrorKind::Outage, &Left::AsItWas), "{}", failed.error);
    }
    stage.sim.fail(Which::Reads, Fault::Outage, usize::MAX);
    assert_eq!(stage.writer.read(&stage.zone, Part::Whole).await.unwrap_err().kind, ErrorKind::Outage);
    assert_eq!(stage.writer.zone(ZONE).await.unwrap_err().kind, ErrorKind::Outage);
    stage.assert_same(&before, "writes that failed");
}

pub(crate) async fn a_broken_read_is_repeated(stage: Stage) {
    stage.sim.fail(Which::Reads, Fault::BreakBefore, 1);
    stage.writer.read(&stage.zone, Part::Whole).await.unwrap();
    let before = stage.state();
    stage.sim.fail(Which::Reads, Fault::BreakBefore, 1);
    let changes = stage.try_fulfil(&[exactly("app", "A", 3600, &["192.0.2.1"])]).await.unwrap();
    stage.assert_done(&before, &changes);
}

pub(crate) async fn a_write_that_was_broken_off_before_it_was_done(stage: Stage) {
    for wish in wishes() {
        stage.sim.fail(Which::Writes, Fault::BreakBefore, 1);
        fulfilled_or_as_it_was(&stage, wish, &[ErrorKind::UnknownOutcome, ErrorKind::Outage]).await;
        stage.sim.heal();
    }
}

/// Carries the wish out while the answer to its first write is lost: that ends in success, and in nothing twice.
async fn fulfilled_without_an_answer(stage: &Stage, wish: Wish) {
    let before = stage.state();
    let changes = stage.plan(std::slice::from_ref(&wish)).await;
    stage.sim.fail(Which::Writes, Fault::BreakAfter, 1);
    carry_out(&*stage.writer, &stage.zone, &changes).await.unwrap_or_else(|failed| panic!("{wish:?}: {failed:?}"));
    stage.assert_done(&before, &changes);
}

pub(crate) async fn a_creation_without_an_answer_is_not_doubled(stage: Stage) {
    fulfilled_without_an_answer(&stage, exactly("app", "A", 3600, &["192.0.2.1"])).await;
    fulfilled_without_an_answer(&stage, exactly("app2", "TXT", 3600, &["one", "two"])).await;
    fulfilled_without_an_answer(&stage, exactly("app3", "CNAME", 3600, &["edge.platform.example"])).await;
}

pub(crate) async fn a_replacement_without_an_answer_ends_well(stage: Stage) {
    fulfilled_without_an_answer(&stage, exactly("www", "CNAME", 3600, &["edge.platform.example"])).await;
    fulfilled_without_an_answer(&stage, exactly("ww", "A", 3600, &["192.0.2.1"])).await;
    fulfilled_without_an_answer(&stage, exactly("", "MX", 3600, &["1 in1.post.example", "20 mx2.mail.example"])).await;
}

pub(crate) async fn a_removal_without_an_answer_ends_well(stage: Stage) {
    fulfilled_without_an_answer(&stage, nothing("ww", "A")).await;
    fulfilled_without_an_answer(&stage, nothing("pool", "A")).await;
    fulfilled_without_an_answer(&stage, nothing("www", "CNAME")).await;
}

pub(crate) async fn what_others_changed_is_not_written_over(stage: Stage) {
    let theirs = data("A", "192.0.2.200");
    let plans = [
        (stage.plan(&[exactly("ww", "A", 3600, &["192.0.2.1"])]).await, "ww"),
        (stage.plan(&[nothing("www2", "A")]).await, "www2"),
        (stage.plan(&[exactly("app", "A", 3600, &["192.0.2.1"])]).await, "app"),
    ];
    for (changes, relative) in plans {
        stage
            .sim
            .edit(|zones| zones.replace_set(ZONE, &name(relative), &RrType::A, 3600, std::slice::from_ref(&theirs)));
        let before = stage.state();
        let failed = stage.writer.apply(&stage.zone, &changes).await.expect_err(relative);
        let kinds = [ErrorKind::ZoneChanged, ErrorKind::Conflict];
        assert!(kinds.contains(&failed.error.kind), "{relative}: {:?} {}", failed.error.kind, failed.error);
        assert_eq!(failed.done, 0, "{relative}");
        stage.assert_same(&before, "what somebody else has written");
    }
}

pub(crate) async fn what_others_change_at_the_last_moment_survives(stage: Stage) {
    let late = stage.sim.dialect().late_edit();
    let theirs = data("A", "192.0.2.200");
    let at = |relative: &'static str, theirs: nameplate_domain::zone::RrData| {
        move |zones: &mut crate::simulator::Zones| {
            zones.add(ZONE, Record::new(&name(relative), 3600, theirs));
        }
    };
    if late != LateEdit::LostInZone {
        stage.sim.edit_before_write(at("theirs", theirs.clone()));
        stage.try_fulfil(&[exactly("www", "CNAME", 3600, &["edge.platform.example"])]).await.unwrap();
        assert_eq!(stage.data(&name("theirs"), &RrType::A), std::slice::from_ref(&theirs), "a record of another name");
    }
    let changes = stage.plan(&[exactly("ww", "A", 3600, &["192.0.2.1"])]).await;
    stage.sim.edit_before_write(at("ww", theirs.clone()));
    let applied = stage.writer.apply(&stage.zone, &changes).await;
    let stands = stage.data(&name("ww"), &RrType::A);
    match late {
        LateEdit::Survives => assert!(stands.contains(&theirs), "{applied:?} left {stands:?}"),
        // Nothing in such an API could tell; what was asked for stands, whole.
        LateEdit::LostInSet | LateEdit::LostInZone => assert_eq!(stands, [data("A", "192.0.2.1")], "{applied:?}"),
    }
    if let Err(failed) = applied {
        let kinds = [ErrorKind::ZoneChanged, ErrorKind::Conflict];
        assert!(kinds.contains(&failed.error.kind), "{:?} {}", failed.error.kind, failed.error);
    }
}

pub(crate) async fn what_was_accepted_and_not_done_is_noticed(stage: Stage) {
    let before = stage.state();
    stage.sim.fail(Which::Writes, Fault::AcceptOnly, usize::MAX);
    let failed = stage.try_fulfil(&[exactly("app", "A", 3600, &["192.0.2.1"])]).await.unwrap_err();
    assert_eq!((failed.error.kind, &failed.left), (ErrorKind::NotApplied, &Left::AsItWas), "{}", failed.error);
    stage.assert_same(&before, "nothing was done");
}

pub(crate) async fn what_is_shown_late_is_waited_for(stage: Stage) {
    let before = stage.state();
    stage.sim.show_writes_after(1);
    let changes = stage.try_fulfil(&[exactly("app", "A", 3600, &["192.0.2.1"])]).await.unwrap();
    stage.sim.show_writes_after(0);
    stage.assert_done(&before, &changes);
}

pub(crate) async fn a_failure_in_the_middle_is_taken_back(stage: Stage) {
    let before = stage.state();
    stage.sim.fail(Which::WritesWith("unwelcome"), Fault::Reject, usize::MAX);
    let wishes = [
        nothing("ww", "A"),
        exactly("aaa", "A", 3600, &["192.0.2.1"]),
        exactly("pool", "A", 3600, &["192.0.2.22", "192.0.2.23"]),
        exactly("unwelcome", "A", 3600, &["192.0.2.2"]),
        exactly("www", "CNAME", 3600, &["edge.platform.example"]),
    ];
    let failed = stage.try_fulfil(&wishes).await.unwrap_err();
    assert_eq!((failed.error.kind, &failed.left), (ErrorKind::Rejected, &Left::AsItWas), "{}", failed.error);
    stage.assert_same_data(&before, "what was done is taken back");
}

pub(crate) async fn a_quota_in_the_middle_leaves_what_is_said(stage: Stage) {
    let before = stage.state();
    stage.sim.fail(Which::WritesAfter(1), Fault::TooMany { retry_after_s: 3600 }, usize::MAX);
    let changes = stage
        .plan(&[
            exactly("aaa", "A", 3600, &["192.0.2.1"]),
            exactly("bbb", "A", 3600, &["192.0.2.2"]),
            exactly("ccc", "A", 3600, &["192.0.2.3"]),
        ])
        .await;
    let outcome = carry_out(&*stage.writer, &stage.zone, &changes).await;
    let standing = match outcome {
        // One request was enough for all of them.
        Ok(()) => changes.clone(),
        Err(failed) => {
            assert_eq!(failed.error.kind, ErrorKind::RateLimited, "{}", failed.error);
            match failed.left {
                Left::AsItWas => vec![],
                Left::With(standing) => standing,
                Left::Unknown => panic!("the zone could be read: {}", failed.error),
            }
        }
    };
    stage.sim.heal();
    let contents = stage.writer.read(&stage.zone, Part::Whole).await.unwrap();
    for change in &changes {
        assert_eq!(is_carried_out(&contents, change), standing.contains(change), "{change:?}");
    }
    assert_eq!(carried_out(&contents, &standing).zone, ZONE);
    assert_others(&stage, &before, &changes);
}

fn assert_others(stage: &Stage, before: &ZoneState, changes: &[nameplate_domain::zone::Change]) {
    stage.assert_others_untouched(before, changes);
}
