//! The suite's own proof: a plain provider whose writer passes every scenario, and flaws that scenarios must find.

mod dialect;
mod writer;

use crate::simulator::Simulator;
use crate::stage::{Stage, ZONES};
use crate::suite::{doubt, reading, refusal, writing};
use dialect::{RIGHT, Reference, WRONG};
use nameplate_domain::zone::{Abilities, TtlRange};
use std::sync::Arc;
use writer::Memory;

/// How the provider is written to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// Record by record.
    Records,
    /// Set by set, without a lock.
    Sets,
}

/// What is wrong with the writer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flaw {
    None,
    /// Removes what has the same name and another type.
    LosesOthers,
    /// Adds what is there already.
    Doubles,
    /// Says yes when the provider said no.
    SwallowsErrors,
    /// Takes the first page for all.
    IgnoresPages,
    /// Does not look whether somebody else was there.
    WritesOver,
    /// Sends a creation again when its answer was lost, without looking.
    RepeatsBlindly,
    /// Puts the credential into what it says.
    Tells,
    /// Writes names and texts in lower case.
    Lowers,
    /// Gives up at the first failure of any kind.
    GivesUp,
    /// Removes what the provider manages.
    TouchesManaged,
    /// Sends the TTL that it likes.
    OwnTtl,
    /// Waits for no limit and calls it an outage.
    ConfusesKinds,
    /// Finds zones by part of their name.
    FindsLoosely,
    /// Offers zones that are not served.
    OffersUnserved,
}

async fn stage(form: Form, flaw: Flaw) -> Stage {
    let sim = Simulator::new(Arc::new(Reference { form }), &ZONES);
    let far = sim.clone();
    let open = move |credential: &str| -> Box<dyn nameplate_providers::ZoneWriter> {
        Box::new(Memory { far: far.clone(), credential: credential.to_owned(), form, flaw })
    };
    let abilities = Abilities::all(TtlRange { min: 60, max: 86_400, steps: &[] });
    Stage::with(sim, abilities, RIGHT, WRONG.to_owned(), Box::new(open)).await
}

mod records {
    with_every_scenario! { scenario_tests, (crate::memory::stage(crate::memory::Form::Records, crate::memory::Flaw::None)) }
}

mod sets {
    with_every_scenario! { scenario_tests, (crate::memory::stage(crate::memory::Form::Sets, crate::memory::Flaw::None)) }
}

/// That a scenario finds a flaw.
macro_rules! found {
    ($($flaw:ident by $module:ident::$scenario:ident,)*) => {
        $(assert!(
            tokio::spawn(async { $module::$scenario(stage(Form::Records, Flaw::$flaw).await).await }).await.is_err(),
            concat!(stringify!($flaw), " is not found by ", stringify!($scenario)),
        );)*
    };
}

#[tokio::test]
async fn flaws_of_writing_are_found() {
    found! {
        LosesOthers by writing::the_apex_has_addresses,
        LosesOthers by writing::texts_stand_beside_those_of_others,
        Doubles by writing::several_values_stand_at_one_name,
        Doubles by writing::texts_stand_beside_those_of_others,
        Lowers by writing::texts_are_kept_to_the_letter,
        TouchesManaged by writing::nothing_that_is_managed_is_touched,
        OwnTtl by writing::a_ttl_is_what_the_provider_keeps,
        WritesOver by doubt::what_others_changed_is_not_written_over,
    }
}

#[tokio::test]
async fn flaws_of_reading_are_found() {
    found! {
        IgnoresPages by reading::zones_are_listed_over_every_page,
        IgnoresPages by reading::the_whole_zone_is_read_over_every_page,
        IgnoresPages by reading::names_are_read_and_no_others_missed,
        Lowers by reading::the_whole_zone_is_read_over_every_page,
        FindsLoosely by reading::a_zone_is_found_by_its_exact_name,
        OffersUnserved by refusal::a_zone_that_is_not_served_is_not_offered,
    }
}

#[tokio::test]
async fn flaws_under_failure_are_found() {
    found! {
        SwallowsErrors by refusal::a_wrong_credential_is_told_from_everything_else,
        SwallowsErrors by refusal::an_unknown_zone_is_told_from_everything_else,
        SwallowsErrors by doubt::what_others_changed_is_not_written_over,
        RepeatsBlindly by doubt::a_creation_without_an_answer_is_not_doubled,
        Tells by refusal::secrets_are_nowhere,
        GivesUp by refusal::a_short_limit_is_waited_for,
        GivesUp by doubt::an_outage_that_passes_is_not_seen,
        GivesUp by doubt::a_broken_read_is_repeated,
        GivesUp by doubt::a_removal_without_an_answer_ends_well,
        ConfusesKinds by refusal::a_long_limit_is_reported_and_nothing_written,
        ConfusesKinds by refusal::refused_data_is_rejected_with_the_providers_words,
    }
}
