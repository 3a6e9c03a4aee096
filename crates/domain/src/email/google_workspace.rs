//! Google Workspace.

use super::provider::{Dkim, ProviderTable};

pub(super) static TABLE: ProviderTable = ProviderTable {
    slug: "google_workspace",
    name: "Google Workspace",
    mx: &[(1, "smtp.google.com")],
    aliases: &[],
    spf_includes: &["_spf.google.com"],
    dkim: Dkim::Key {
        selector: "google",
        console: "the Google Admin console (Apps > Google Workspace > Gmail > Authenticate email)",
        switch_on: "choose Start authentication",
    },
    notes: &[],
    // Before 2023 every domain got five exchanges of this name; they go on receiving.
    is_same_service: |wanted, published| {
        wanted == "smtp.google.com" && (published == "aspmx.l.google.com" || published.ends_with(".aspmx.l.google.com"))
    },
};
