//! The scenarios that every adapter passes, with a real server in the place of a simulated provider.

/// One test for each scenario.
macro_rules! scenarios_at {
    ($maker:ident: $($module:ident::$scenario:ident,)*) => {
        $(
            // What the server keeps is looked up in the middle of a scenario.
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                let stage = crate::stage::Stage::at(crate::server::Maker::$maker).await;
                crate::suite::$module::$scenario(stage).await;
            }
        )*
    };
}

macro_rules! scenarios {
    ($($module:ident::$scenario:ident,)*) => {
        mod knot {
            scenarios_at! { Knot: $($module::$scenario,)* }
        }

        mod bind {
            scenarios_at! { Bind: $($module::$scenario,)* }
        }
    };
}

scenarios! {
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
}
