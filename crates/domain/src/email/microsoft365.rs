//! Microsoft 365 (Exchange Online).

use super::provider::{Dkim, ProviderTable};

pub(super) static TABLE: ProviderTable = ProviderTable {
    slug: "microsoft365",
    name: "Microsoft 365",
    mx: &[(0, "{dashed}.mail.protection.outlook.com")],
    aliases: &[("autodiscover", "autodiscover.outlook.com")],
    spf_includes: &["spf.protection.outlook.com"],
    dkim: Dkim::Aliases {
        aliases: &[
            ("selector1", "selector1-{dashed}._domainkey.{tenant}.onmicrosoft.com"),
            ("selector2", "selector2-{dashed}._domainkey.{tenant}.onmicrosoft.com"),
        ],
        console: "the Microsoft Defender portal (Email & collaboration > Policies & rules > Threat policies > Email authentication settings > DKIM)",
    },
    notes: &[
        "Microsoft gives some domains other host names, ending in mx.microsoft (MX) or dkim.mail.microsoft (DKIM). Where the Microsoft 365 admin center (Settings > Domains > DNS records) shows another value than here, use that one.",
    ],
    is_same_service,
};

/// The newer names: `acme-com.<part>.mx.microsoft` for the exchange,
/// `selector1-acme-com._domainkey.<tenant>.<part>.dkim.mail.microsoft` for a key. What stands in front says whose they
/// are, and is the same in both.
fn is_same_service(wanted: &str, published: &str) -> bool {
    let exchange = || {
        let whose = wanted.strip_suffix(".mail.protection.outlook.com")?;
        let (newer, _) = published.strip_suffix(".mx.microsoft")?.split_once('.')?;
        Some(whose == newer)
    };
    let key = || {
        let (whose, _) = wanted.strip_suffix(".onmicrosoft.com")?.split_once("._domainkey.")?;
        let (newer, _) = published.strip_suffix(".dkim.mail.microsoft")?.split_once("._domainkey.")?;
        Some(whose == newer)
    };
    exchange().or_else(key).unwrap_or(false)
}
