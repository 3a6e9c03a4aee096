//! `web/docs/pages/dns/providers.md` is written from the adapters' own descriptions.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_providers::{ProviderSpec, all};
use std::fmt::Write as _;

fn row(spec: &ProviderSpec) -> String {
    let ttl = match (spec.ttl.min, spec.ttl.max, spec.ttl.steps) {
        (_, _, [_, ..]) => "fixed steps".to_owned(),
        (0, _, _) => "any".to_owned(),
        (min, u32::MAX | 2_147_483_647, _) => format!("from {min}"),
        (min, max, _) => format!("{min} to {max}"),
    };
    let format = if spec.credential.format.is_empty() { "none" } else { spec.credential.format };
    let yes = |able: bool| if able { "yes" } else { "no" };
    format!(
        "| {} | `{}` | `{}` | {} | {} | {} | {} | {} | {} |",
        spec.name,
        spec.key,
        format.replace('|', "\\|"),
        spec.apex.record_name().unwrap_or("addresses only"),
        yes(spec.wildcard),
        yes(spec.caa),
        yes(spec.srv),
        ttl,
        spec.limits
    )
}

fn table() -> String {
    let mut text = String::from(
        "| provider | key | credential | at the apex | wildcard | CAA | SRV | TTL (s) | limits of its API |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for spec in all() {
        writeln!(text, "{}", row(spec)).unwrap();
    }
    text.push_str("\n## Making a credential\n\nGive each credential the least rights that will do: editing records of the one zone.\n\n");
    for spec in all() {
        let gate = spec.credential.gate.map(|gate| format!(" **{gate}**")).unwrap_or_default();
        let link = spec.docs_url.map(|url| format!(" [Its documentation]({url}).")).unwrap_or_default();
        writeln!(text, "- **{}** (`{}`): {}{gate}{link}", spec.name, spec.key, spec.credential.hint).unwrap();
    }
    text
}

#[test]
fn the_table_of_providers_is_current() {
    nameplate_test_pages::keep("dns/providers", "providers", &table());
}
