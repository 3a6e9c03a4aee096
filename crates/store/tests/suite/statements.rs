use crate::suite::lab::Lab;
use crate::suite::samples::{after, connection};
use nameplate_domain::connection::{Connection, State};

/// The text of a statement, by the last two parts of its name.
fn text(lab: &Lab, wanted: &str) -> &'static str {
    lab.store.statements().find(|(name, _)| name.ends_with(&format!("::{wanted}"))).unwrap().1
}

/// Every order of connections, the head of a place in it, and the index that has it.
const LISTS: [(&str, &str, &str); 7] = [
    ("NEWEST", "", "connections_by_age"),
    ("OLDEST", "", "connections_by_age"),
    ("LATEST_CHANGE", "", "connections_by_state_since"),
    ("EARLIEST_CHANGE", "", "connections_by_state_since"),
    ("BY_HOSTNAME", ", 'a.customer.com'", "connections_by_hostname"),
    ("BY_HOSTNAME_REVERSED", ", 'a.customer.com'", "connections_by_hostname"),
    ("BY_URGENCY", ", 3", "connections_by_urgency"),
];

fn list_values(head: &str) -> String {
    let nobody = "'00000000-0000-0000-0000-000000000000'";
    format!("{nobody}, ',live,', {nobody}, 'batch', 'a.customer.com', '%a%', 20, 1, {nobody}{head}")
}

/// Enough connections for PostgreSQL to plan by what is there.
async fn fill(lab: &Lab) {
    let (_, application) = lab.application().await;
    let mut tx = lab.begin().await;
    for n in 0..2000_u64 {
        let state = if n % 2 == 0 { State::Live } else { State::Created };
        let bare = connection(&application, &format!("h{n}.customer.com"), state);
        let (created_at, batch_id) = (after(n), Some(format!("batch-{}", n % 100)));
        let new = Connection { created_at, state_since: created_at, batch_id, ..bare };
        tx.insert_connection(&new, None).await.unwrap();
    }
    tx.commit().await.unwrap();
    lab.database.tamper("ANALYZE").await;
}

both! {
    async fn every_statement_prepares(lab: &Lab) {
        let statements: Vec<_> = lab.store.statements().collect();
        assert!(statements.len() > 40);
        lab.database.prepare(&statements).await;
    }

    async fn ask_is_one_search_of_the_claim_index(lab: &Lab) {
        let plan = lab.database.plan(text(lab, "ask::HOLDERS"), "'a.customer.com', '*.customer.com'").await;
        assert!(plan.contains("connections_claim") && !plan.to_lowercase().contains("scan connections\n"), "{plan}");
    }

    async fn a_default_host_name_is_found_by_its_labels(lab: &Lab) {
        let plan = lab.database.plan(text(lab, "routes::ORIGIN"), "'acme-inc', 'shop'").await;
        assert!(plan.contains("tenants_label") && plan.contains("routes_name"), "{plan}");
    }

    async fn the_audit_log_is_read_by_its_indexes(lab: &Lab) {
        let nobody = "'00000000-0000-0000-0000-000000000000'";
        let values = format!("{nobody}, 1, {nobody}, 'key.create', 'x', 'key', 'api_key', 20");
        for (name, index) in [
            ("NEWEST", "audit_entries_newest"),
            ("OF_TARGET", "audit_entries_of_target"),
            ("OF_TARGET_KIND", "audit_entries_of_target_kind"),
            ("OF_ACTOR_KIND", "audit_entries_of_actor_kind"),
        ] {
            let plan = lab.database.plan(text(lab, &format!("audit::{name}")), &values).await;
            assert!(plan.contains(&format!("{index} ")) && !plan.contains("TEMP B-TREE"), "{name}: {plan}");
        }
    }

    async fn webhook_deliveries_are_listed_by_the_index_of_what_is_looked_for(lab: &Lab) {
        let nobody = "'00000000-0000-0000-0000-000000000000'";
        let values = format!("{nobody}, 1, {nobody}, {nobody}, 'failed', 'ssl.issued', {nobody}, {nobody}, 20");
        for (name, index) in [
            ("NEWEST", "webhook_deliveries_newest"),
            ("NEWEST_OF_ENDPOINT", "webhook_deliveries_of_endpoint"),
            ("NEWEST_OF_CONNECTION", "webhook_deliveries_of_connection"),
            ("NEWEST_OF_EVENT", "webhook_deliveries_once"),
            ("NEWEST_UNDELIVERED", "webhook_deliveries_undelivered"),
        ] {
            let plan = lab.database.plan(text(lab, &format!("deliveries::{name}")), &values).await;
            assert!(plan.contains(index), "{name}: {plan}");
        }
    }

    async fn days_are_read_and_forgotten_by_an_index(lab: &Lab) {
        let nobody = "'00000000-0000-0000-0000-000000000000'";
        let days = format!("{nobody}, '2026-11-01', '2026-11-30'");
        for (name, values, index) in [
            ("BETWEEN", days.as_str(), ["usage_days_pkey", "sqlite_autoindex_usage_days_1"]),
            ("PURGE", "'2026-11-01', 10", ["usage_days_oldest"; 2]),
        ] {
            let plan = lab.database.plan(text(lab, &format!("usage_days::{name}")), values).await;
            assert!(index.iter().any(|index| plan.contains(index)), "{name}: {plan}");
        }
    }

    async fn the_story_of_a_connection_is_read_by_its_indexes(lab: &Lab) {
        let nobody = "'00000000-0000-0000-0000-000000000000'";
        let values = format!("{nobody}, {nobody}, 1, {nobody}, 20");
        for (name, index) in [
            ("events::OF_CONNECTION", "events_of_connection"),
            ("observations::NEWEST", "observations_newest"),
            ("change_sets::NEWEST", "change_sets_newest"),
        ] {
            let plan = lab.database.plan(text(lab, name), &values).await;
            assert!(plan.contains(index), "{name}: {plan}");
        }
        let plan = lab.database.plan(text(lab, "observations::TRIM"), &format!("{nobody}, 200")).await;
        assert!(plan.contains("observations_newest"), "{plan}");
    }

    async fn a_lease_takes_from_the_due_index(lab: &Lab) {
        let plan = lab.database.plan(text(lab, "leases::LEASE"), "1, 2, 3, 4").await;
        assert!(plan.contains("connections_due"), "{plan}");
    }

    async fn a_lease_goes_through_what_is_due_once_also_where_nothing_seems_to_be(lab: &Lab) {
        fill(lab).await;
        // With the values in it, statistics have their say: they know of no rows that are due.
        let lease = (1..=4).fold(text(lab, "leases::LEASE").to_owned(), |text, n| text.replace(&format!("${n}"), &n.to_string()));
        let plan = lab.database.plan(&lease, "").await;
        assert_eq!(plan.matches("connections_due").count(), 1, "{plan}");
    }

    async fn lists_read_the_index_of_their_order_and_sort_nothing(lab: &Lab) {
        for (name, head, index) in LISTS {
            let plan = lab.database.plan(text(lab, &format!("connection_lists::{name}")), &list_values(head)).await;
            let sorts = plan.contains("TEMP B-TREE") || plan.contains("Sort");
            // The page begins at its place: what stands before it in the index is not read.
            let seeks = plan.contains("(tenant_id = $1) AND (") || plan.contains("(tenant_id=? AND ");
            assert!(plan.contains(index) && !sorts && seeks, "{name}: {plan}");
        }
    }

    async fn lists_of_a_name_or_a_batch_read_its_rows_only_in_whichever_order(lab: &Lab) {
        fill(lab).await;
        for (name, head, _) in LISTS {
            for (narrower, index) in [("OF_HOSTNAME", "connections_by_hostname"), ("OF_BATCH", "connections_by_batch")] {
                let name = format!("connection_lists::{name}_{narrower}");
                let plan = lab.database.plan(text(lab, &name), &list_values(head)).await;
                assert!(plan.contains(index), "{name}: {plan}");
            }
        }
    }

    async fn connections_are_counted_without_reading_them(lab: &Lab) {
        let nobody = "'00000000-0000-0000-0000-000000000000'";
        let alone = ["COVERING INDEX connections_by_state", "Index Only Scan using connections_by_state"];
        for (name, values) in [("connection_lists::COUNTED", format!("{nobody}, {nobody}")), ("usage::IN_SERVICE", format!("{nobody}, 'x'"))] {
            let plan = lab.database.plan(text(lab, name), &values).await;
            assert!(alone.iter().any(|index| plan.contains(index)) && !plan.contains("TEMP B-TREE"), "{name}: {plan}");
        }
    }

    async fn a_name_of_a_batch_is_found_by_its_name(lab: &Lab) {
        fill(lab).await;
        let nobody = "'00000000-0000-0000-0000-000000000000'";
        let values = format!("{nobody}, 'batch', {nobody}, 'a.customer.com'");
        let plan = lab.database.plan(text(lab, "batches::OPEN"), &values).await;
        assert!(plan.contains("connections_by_hostname"), "{plan}");
    }

    async fn domains_of_an_application_are_found_without_going_over_the_tenants(lab: &Lab) {
        let nobody = "'00000000-0000-0000-0000-000000000000'";
        let plan = lab.database.plan(text(lab, "app_domains::OLDEST"), &format!("{nobody}, {nobody}, 1, {nobody}, 20")).await;
        assert!(plan.contains("connections_of_application"), "{plan}");
        let plan = lab.database.plan(text(lab, "app_domains::COUNT"), &format!("{nobody}, {nobody}, 10")).await;
        assert!(plan.contains("connections_of_application"), "{plan}");
        fill(lab).await;
        // Others of the same name, by that name.
        for (name, values) in [
            ("app_domains::OLDEST", format!("{nobody}, {nobody}, 1, {nobody}, 20")),
            ("app_domains::OF_HOSTNAME", format!("{nobody}, {nobody}, 'a.customer.com'")),
        ] {
            let plan = lab.database.plan(text(lab, name), &values).await;
            assert!(plan.contains("connections_by_hostname"), "{name}: {plan}");
        }
    }

    async fn whoever_follows_the_outbox_reads_an_index(lab: &Lab) {
        let nobody = "'00000000-0000-0000-0000-000000000000'";
        for (name, values, index) in [
            ("OF_TENANT_AFTER", format!("{nobody}, 1, 10"), "events_of_tenant_by_position"),
            ("OF_ALL_AFTER", "1, 10".to_owned(), "events_by_position"),
            ("NEWEST", nobody.to_owned(), "events_of_tenant_by_position"),
            ("WAITING", String::new(), "events_without_position"),
            ("PLACE", "1, 10".to_owned(), "events_without_position"),
            ("PURGE", "1, 10".to_owned(), "events_by_position"),
        ] {
            let plan = lab.database.plan(text(lab, &format!("outbox::{name}")), &values).await;
            assert!(plan.contains(index), "{name}: {plan}");
        }
    }

    async fn wanted_certificates_are_found_without_going_over_all_connections(lab: &Lab) {
        let plan = lab.database.plan(text(lab, "certificates::WANTED"), "1, 10").await;
        assert!(plan.contains("connections_wanting_certificate"), "{plan}");
    }

    async fn renewals_that_were_asked_for_and_overdue_ones_are_found_by_their_index(lab: &Lab) {
        let plan = lab.database.plan(text(lab, "certificates::TO_RENEW"), "10").await;
        assert!(plan.contains("certificates_renewal_requested"), "{plan}");
        let plan = lab.database.plan(text(lab, "gauges::OVERDUE"), "10").await;
        assert!(plan.contains("certificates_overdue"), "{plan}");
    }

    async fn queues_are_counted_by_the_indexes_of_what_waits(lab: &Lab) {
        let plan = lab.database.plan(text(lab, "gauges::DUE"), "10").await;
        assert!(plan.contains("connections_due"), "{plan}");
        for (name, index) in
            [("WANTED", "connections_wanting_certificate"), ("RENEWALS", "certificates_renewal_requested"), ("TENANTS", "tenants_")]
        {
            let values = if name == "TENANTS" { "" } else { "10" };
            let plan = lab.database.plan(text(lab, &format!("gauges::{name}")), values).await;
            assert!(plan.contains(index), "{name}: {plan}");
        }
        // Either index leads to the events without a position alone.
        let plan = lab.database.plan(text(lab, "gauges::UNPLACED"), "10").await;
        assert!(plan.contains("events_without_position") || plan.contains("events_by_position"), "{plan}");
    }

    async fn webhook_deliveries_are_counted_without_reading_them(lab: &Lab) {
        let plan = lab.database.plan(text(lab, "gauges::BY_DELIVERY_STATUS"), "").await;
        let alone = ["COVERING INDEX webhook_deliveries_by_status", "Index Only Scan using webhook_deliveries_by_status"];
        assert!(alone.iter().any(|index| plan.contains(index)), "{plan}");
    }

    async fn the_endpoint_that_waits_longest_stands_first_in_its_index(lab: &Lab) {
        for (name, index) in [("OLDEST", "webhook_endpoints_due"), ("OLDEST_FAILING", "webhook_endpoints_failing_due")] {
            let plan = lab.database.plan(text(lab, &format!("lanes::{name}")), "").await;
            // PostgreSQL, which knows nothing of these rows yet, may prefer to sort them.
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{name}: {plan}");
        }
    }

    async fn a_tenants_certificates_are_read_in_the_order_of_its_connections(lab: &Lab) {
        let nobody = "'00000000-0000-0000-0000-000000000000'";
        let values = format!("{nobody}, 1, {nobody}, 'issued', 1, 'a.customer.com', 20");
        let plan = lab.database.plan(text(lab, "certificates::NEWEST"), &values).await;
        assert!(plan.contains("connections_by_age"), "{plan}");
        fill(lab).await;
        // One row is quickest found by its name, or by who holds it.
        let plan = lab.database.plan(text(lab, "certificates::OF_HOSTNAME"), &values).await;
        assert!(["connections_by_hostname", "connections_claim"].iter().any(|index| plan.contains(index)), "{plan}");
    }

    async fn tokens_are_found_and_listed_by_their_index(lab: &Lab) {
        for (name, values, index) in [
            ("acme_dns::TOKEN", "'a'", "connections_token"),
            ("acme_dns::TOKENS", "'a', 10", "connections_token"),
            ("acme_dns::TOKENS_CHANGED", "1, 10", "connections_stepped"),
            ("txt_answers::CHANGED", "1, 10", "txt_sets_changed"),
        ] {
            let plan = lab.database.plan(text(lab, name), values).await;
            assert!(plan.contains(index), "{name}: {plan}");
        }
    }

    async fn work_on_a_hundred_thousand_names_is_found_by_its_index(lab: &Lab) {
        // Half of them newcomers; all due in the past, and one in a hundred leased.
        let lines = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100000) \
                     INSERT INTO edge_entries (name, due_at_ms, lease_holder, lease_until_ms, failures, not_before_ms, \
                     not_after_ms, authority) SELECT 'h' || n || '.customer.com', n, \
                     CASE WHEN n % 100 = 0 THEN 'edge-1' END, CASE WHEN n % 100 = 0 THEN 7 END, 0, \
                     CASE WHEN n % 2 = 0 THEN 1 END, CASE WHEN n % 2 = 0 THEN 9 END, CASE WHEN n % 2 = 0 THEN 'a' END FROM n";
        lab.database.tamper(lines).await;
        lab.database.tamper("ANALYZE").await;
        for (name, values, indexes) in [
            ("leases::LEASE_NEWCOMERS", "'edge-1', 2, 3, 4", &["edge_entries_newcomers_due"][..]),
            ("leases::LEASE_HELD", "'edge-1', 2, 3, 4", &["edge_entries_held_due"][..]),
            ("entries::NEXT_DUE", "", &["edge_entries_newcomers_due", "edge_entries_held_due"][..]),
        ] {
            let wanted = format!("shelf::{name}");
            let plan = lab.database.plan(text(lab, &wanted), values).await;
            for index in indexes {
                assert!(plan.contains(index), "{name}: {plan}");
            }
            let scan = plan.lines().any(|line| line.trim() == "SCAN edge_entries" || line.contains("Seq Scan on edge_entries"));
            assert!(!scan, "{name}: {plan}");
        }
    }
}
