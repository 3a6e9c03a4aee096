//! Zoho Mail.

use super::provider::{Dkim, ProviderTable};

pub(super) static TABLE: ProviderTable = ProviderTable {
    slug: "zoho",
    name: "Zoho Mail",
    mx: &[(10, "mx.zoho.com"), (20, "mx2.zoho.com"), (50, "mx3.zoho.com")],
    aliases: &[],
    spf_includes: &["zoho.com"],
    dkim: Dkim::Key {
        selector: "zoho",
        console: "the Zoho Mail admin console (Domains > the domain > Email configuration > DKIM)",
        switch_on: "choose Verify",
    },
    notes: &[
        "These are the hosts of Zoho's data centre in the United States. Accounts of other regions have hosts of another ending, such as mx.zoho.eu: use those that the Zoho Mail admin console shows.",
    ],
    is_same_service: |_, _| false,
};
