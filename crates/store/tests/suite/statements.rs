use crate::suite::lab::Lab;

/// The text of a statement, by the last two parts of its name.
fn text(lab: &Lab, wanted: &str) -> &'static str {
    lab.store.statements().find(|(name, _)| name.ends_with(&format!("::{wanted}"))).unwrap().1
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

    async fn a_lease_takes_from_the_due_index(lab: &Lab) {
        let plan = lab.database.plan(text(lab, "leases::LEASE"), "1, 2, 3, 4").await;
        assert!(plan.contains("connections_due"), "{plan}");
    }

    async fn lists_read_their_index_in_order(lab: &Lab) {
        let nobody = "'00000000-0000-0000-0000-000000000000'";
        let values = format!("{nobody}, 1, {nobody}, ',live,', {nobody}, 'batch', 'a.customer.com', 20");
        for (name, index) in [
            ("connections::NEWEST", "connections_newest"),
            ("connections::NEWEST_OF_HOSTNAME", "connections_by_hostname"),
            ("connections::NEWEST_OF_BATCH", "connections_by_batch"),
        ] {
            let plan = lab.database.plan(text(lab, name), &values).await;
            assert!(plan.contains(index), "{name}: {plan}");
        }
    }

    async fn wanted_certificates_are_found_without_going_over_all_connections(lab: &Lab) {
        let plan = lab.database.plan(text(lab, "certificates::WANTED"), "10").await;
        assert!(plan.contains("connections_awaiting_certificate"), "{plan}");
    }
}
