//! Every table, and what of it is carried.

/// A table, and what of it is not carried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Carried {
    /// Name.
    pub(super) name: &'static str,
    /// Columns that arrive empty: who holds a lease is a process that ran on the other database.
    pub(super) emptied: &'static [&'static str],
    /// The rows that are carried; all without.
    pub(super) only: Option<&'static str>,
}

const fn whole(name: &'static str) -> Carried {
    Carried { name, emptied: &[], only: None }
}

/// Those that others refer to come before these. A migration that adds a table adds a line here; a test holds it to that.
pub(super) const TABLES: &[Carried] = &[
    whole("tenants"),
    whole("applications"),
    whole("api_keys"),
    whole("connections"),
    whole("certificates"),
    whole("edges"),
    whole("counters"),
    whole("events"),
    whole("usage_counts"),
    whole("usage_days"),
    // A request that was under way has done nothing, and its process is gone: the next one with its key works.
    Carried { only: Some("status IS NOT NULL"), ..whole("idempotency_keys") },
    whole("txt_sets"),
    whole("txt_answers"),
    whole("acme_accounts"),
    Carried { emptied: &["lease_holder", "lease_until_ms"], ..whole("edge_entries") },
    whole("edge_chains"),
    whole("edge_certificates"),
    whole("edge_accounts"),
    whole("edge_buckets"),
    whole("edge_answers"),
    whole("edge_verdicts"),
    whole("edge_secrets"),
    whole("credentials"),
    whole("change_sets"),
    // Whoever held one is gone.
    Carried { only: Some("1 = 0"), ..whole("zone_leases") },
    whole("domain_connect_visits"),
    Carried { emptied: &["busy_until_ms"], ..whole("webhook_endpoints") },
    whole("webhook_deliveries"),
    whole("webhook_attempts"),
    whole("share_links"),
    whole("tenant_quotas"),
    whole("billing_notices"),
    whole("audit_entries"),
    whole("platform_keys"),
    whole("people"),
    whole("members"),
    whole("invitations"),
    whole("sessions"),
    whole("observations"),
    whole("routes"),
    whole("ssh_keys"),
];

/// The names of all, as SQL lists them.
pub(super) fn names() -> String {
    let names: Vec<&str> = TABLES.iter().map(|carried| carried.name).collect();
    names.join(", ")
}

impl Carried {
    /// The condition of what is carried, to be added to others.
    pub(super) fn condition(&self) -> &'static str {
        self.only.unwrap_or("1 = 1")
    }
}
