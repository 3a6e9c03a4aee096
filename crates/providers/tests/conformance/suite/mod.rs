//! What every adapter must do, written once over the contract.

pub(crate) mod doubt;
pub(crate) mod reading;
pub(crate) mod refusal;
pub(crate) mod writing;

/// Calls the macro `$then` with `$given` and every scenario, each `module::name`. A scenario takes a stage and panics when the adapter
/// fails it.
macro_rules! with_every_scenario {
    ($then:ident, $given:tt) => {
        $then! {
            $given
            reading::zones_are_listed_over_every_page,
            reading::a_zone_is_found_by_its_exact_name,
            reading::the_whole_zone_is_read_over_every_page,
            reading::names_are_read_and_no_others_missed,
            writing::addresses_are_made_replaced_and_removed,
            writing::several_values_stand_at_one_name,
            writing::a_cname_is_made_replaced_and_removed,
            writing::a_cname_takes_the_place_of_addresses_and_back,
            writing::mail_is_led_to_two_hosts,
            writing::services_are_located_where_the_provider_can,
            writing::authorities_are_named_where_the_provider_can,
            writing::texts_are_kept_to_the_letter,
            writing::texts_stand_beside_those_of_others,
            writing::the_apex_has_addresses,
            writing::the_apex_stands_for_a_host_where_the_provider_can,
            writing::wildcards_are_written_where_the_provider_can,
            writing::a_ttl_is_what_the_provider_keeps,
            writing::international_names_are_targets,
            writing::several_changes_are_one_plan,
            writing::what_was_written_is_taken_back,
            writing::nothing_that_is_managed_is_touched,
            refusal::a_wrong_credential_is_told_from_everything_else,
            refusal::an_unknown_zone_is_told_from_everything_else,
            refusal::a_zone_that_is_not_served_is_not_offered,
            refusal::a_short_limit_is_waited_for,
            refusal::a_long_limit_is_reported_and_nothing_written,
            refusal::refused_data_is_rejected_with_the_providers_words,
            refusal::secrets_are_nowhere,
            doubt::an_outage_that_passes_is_not_seen,
            doubt::an_outage_that_stays_is_reported_and_nothing_written,
            doubt::a_broken_read_is_repeated,
            doubt::a_write_that_was_broken_off_before_it_was_done,
            doubt::a_creation_without_an_answer_is_not_doubled,
            doubt::a_replacement_without_an_answer_ends_well,
            doubt::a_removal_without_an_answer_ends_well,
            doubt::what_others_changed_is_not_written_over,
            doubt::what_others_change_at_the_last_moment_survives,
            doubt::what_was_accepted_and_not_done_is_noticed,
            doubt::what_is_shown_late_is_waited_for,
            doubt::a_failure_in_the_middle_is_taken_back,
            doubt::a_quota_in_the_middle_leaves_what_is_said,
        }
    };
}

/// One test for each scenario of a provider.
macro_rules! scenario_tests {
    (($stage:expr) $($module:ident::$scenario:ident,)*) => {
        $(
            #[tokio::test]
            async fn $scenario() {
                crate::suite::$module::$scenario($stage.await).await;
            }
        )*
    };
}
