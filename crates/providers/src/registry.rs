//! The providers whose zones can be written, in the order in which they are listed.

use crate::pattern::Pattern::{Exact, Glob, Suffix};
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Model, ProviderSpec};

/// Every provider.
#[must_use]
pub fn all() -> &'static [ProviderSpec] {
    PROVIDERS
}

/// The provider with this key, to the letter.
#[must_use]
pub fn by_key(key: &str) -> Option<&'static ProviderSpec> {
    PROVIDERS.iter().find(|spec| spec.key == key)
}

/// A token that is pasted as it is.
const fn token(hint: &'static str) -> CredentialShape {
    CredentialShape { kind: CredentialKind::Token, format: "token", hint, gate: None }
}

static PROVIDERS: &[ProviderSpec] = &[
    ProviderSpec {
        key: "cloudflare",
        name: "Cloudflare",
        model: Model::Token,
        credential: token(
            "In your profile under API Tokens, create one from the template for editing zone DNS and limit it to this zone.",
        ),
        docs_url: Some("https://developers.cloudflare.com/fundamentals/api/get-started/create-token/"),
        console_url: Some("https://dash.cloudflare.com/profile/api-tokens"),
        ttl_min_s: 60,
        apex: ApexSupport::CnameFlattening,
        wildcard: true,
        caa: true,
        nameservers: &[Suffix("ns.cloudflare.com"), Suffix("secondary.cloudflare.com")],
        domain_connect: true,
    },
    ProviderSpec {
        key: "digitalocean",
        name: "DigitalOcean",
        model: Model::Token,
        credential: token("In the control panel under API, generate a token that may read and write domains."),
        docs_url: Some("https://docs.digitalocean.com/reference/api/create-personal-access-token/"),
        console_url: Some("https://cloud.digitalocean.com/account/api/tokens"),
        ttl_min_s: 30,
        apex: ApexSupport::None,
        wildcard: true,
        caa: true,
        nameservers: &[Suffix("digitalocean.com")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "gandi",
        name: "Gandi",
        model: Model::Token,
        credential: token(
            "In your account's security settings, create a personal access token that may manage this domain's records; it expires on the day you choose.",
        ),
        docs_url: Some("https://api.gandi.net/docs/authentication/"),
        console_url: Some("https://admin.gandi.net/"),
        ttl_min_s: 300,
        // Not in a zone signed with DNSSEC.
        apex: ApexSupport::Alias,
        wildcard: true,
        caa: true,
        nameservers: &[Suffix("gandi.net")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "desec",
        name: "deSEC",
        model: Model::Token,
        credential: token("In your account under Token Management, create a token."),
        docs_url: Some("https://desec.readthedocs.io/en/latest/auth/tokens.html"),
        console_url: Some("https://desec.io/tokens"),
        ttl_min_s: 3600,
        apex: ApexSupport::None,
        wildcard: true,
        caa: true,
        nameservers: &[Exact("ns1.desec.io"), Exact("ns2.desec.org")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "hetzner",
        name: "Hetzner",
        model: Model::Token,
        credential: CredentialShape {
            gate: Some("The zone must be in a Hetzner Console project; tokens of the former DNS Console do not work."),
            ..token(
                "In the project that holds the zone, open Security, API tokens, and generate one with read and write access.",
            )
        },
        docs_url: Some("https://docs.hetzner.cloud/"),
        console_url: Some("https://console.hetzner.com/"),
        ttl_min_s: 60,
        apex: ApexSupport::None,
        wildcard: true,
        caa: true,
        nameservers: &[Suffix("ns.hetzner.com"), Suffix("ns.hetzner.de")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "vercel",
        name: "Vercel",
        model: Model::Token,
        credential: CredentialShape {
            format: "token[:teamId]",
            ..token(
                "In your account settings under Tokens, create one, and add the team's id when a team owns the domain.",
            )
        },
        docs_url: Some("https://vercel.com/docs/rest-api"),
        console_url: Some("https://vercel.com/account/tokens"),
        ttl_min_s: 60,
        apex: ApexSupport::Alias,
        wildcard: true,
        caa: true,
        nameservers: &[Suffix("vercel-dns.com")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "dnsimple",
        name: "DNSimple",
        model: Model::Token,
        credential: token("In your account under Automation, add an API token for the account that holds the zone."),
        docs_url: Some("https://support.dnsimple.com/articles/api-access-token/"),
        console_url: Some("https://dnsimple.com/dashboard"),
        ttl_min_s: 60,
        apex: ApexSupport::Alias,
        wildcard: true,
        caa: true,
        nameservers: &[
            Suffix("dnsimple.com"),
            Suffix("dnsimple-edge.com"),
            Suffix("dnsimple-edge.net"),
            Suffix("dnsimple-edge.io"),
            Suffix("dnsimple-edge.org"),
        ],
        domain_connect: false,
    },
    ProviderSpec {
        key: "porkbun",
        name: "Porkbun",
        model: Model::Token,
        credential: CredentialShape {
            kind: CredentialKind::Pair,
            format: "apikey:secretapikey",
            hint: "In your account under API Access, create a key and paste it and its secret, joined by a colon.",
            gate: Some("API access must be switched on for the domain, in its details."),
        },
        docs_url: Some("https://porkbun.com/api/json/v3/documentation"),
        console_url: Some("https://porkbun.com/account/api"),
        ttl_min_s: 600,
        apex: ApexSupport::Alias,
        wildcard: true,
        caa: true,
        nameservers: &[Suffix("ns.porkbun.com")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "linode",
        name: "Linode",
        model: Model::Token,
        credential: token(
            "In Cloud Manager under API Tokens, create a personal access token with read and write access to Domains.",
        ),
        docs_url: Some("https://techdocs.akamai.com/linode-api/reference/get-started"),
        console_url: Some("https://cloud.linode.com/profile/tokens"),
        ttl_min_s: 300,
        apex: ApexSupport::None,
        wildcard: true,
        caa: true,
        nameservers: &[Suffix("linode.com")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "vultr",
        name: "Vultr",
        model: Model::Token,
        credential: CredentialShape {
            gate: Some("If the account limits API access by address, this server's addresses must be on its list."),
            ..token("In your account under API, switch the API on and copy the key.")
        },
        docs_url: Some("https://www.vultr.com/api/"),
        console_url: Some("https://my.vultr.com/settings/#settingsapi"),
        ttl_min_s: 60,
        apex: ApexSupport::None,
        wildcard: true,
        caa: true,
        nameservers: &[Suffix("vultr.com")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "namecom",
        name: "Name.com",
        model: Model::Token,
        credential: CredentialShape {
            kind: CredentialKind::Basic,
            format: "user:token",
            hint: "In your account settings under API, generate a token and paste your user name and the token, joined by a colon.",
            gate: None,
        },
        docs_url: Some("https://docs.name.com/"),
        console_url: Some("https://www.name.com/account/settings/api"),
        ttl_min_s: 300,
        apex: ApexSupport::Aname,
        wildcard: true,
        caa: false,
        nameservers: &[Suffix("name.com")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "godaddy",
        name: "GoDaddy",
        model: Model::Token,
        credential: CredentialShape {
            kind: CredentialKind::Pair,
            format: "key:secret",
            hint: "In the developer portal, create an API key for production and paste it and its secret, joined by a colon.",
            gate: Some(
                "GoDaddy opens its DNS API only to accounts with at least ten domains or an eligible paid plan; Domain Connect works for all.",
            ),
        },
        docs_url: Some("https://developer.godaddy.com/"),
        console_url: Some("https://developer.godaddy.com/keys"),
        ttl_min_s: 600,
        apex: ApexSupport::None,
        wildcard: true,
        caa: false,
        nameservers: &[Suffix("domaincontrol.com")],
        domain_connect: true,
    },
    ProviderSpec {
        key: "ionos",
        name: "IONOS",
        model: Model::Token,
        credential: CredentialShape {
            format: "prefix.secret",
            ..token(
                "In the developer portal, create an API key and paste its public prefix and its secret, joined by a dot.",
            )
        },
        docs_url: Some("https://developer.hosting.ionos.com/docs/getstarted"),
        console_url: Some("https://developer.hosting.ionos.com/keys"),
        ttl_min_s: 60,
        apex: ApexSupport::None,
        wildcard: true,
        caa: true,
        nameservers: &[Suffix("ui-dns.com"), Suffix("ui-dns.de"), Suffix("ui-dns.org"), Suffix("ui-dns.biz")],
        domain_connect: true,
    },
    ProviderSpec {
        key: "netlify",
        name: "Netlify",
        model: Model::Token,
        credential: CredentialShape {
            gate: Some("The domain must be a DNS zone at Netlify."),
            ..token("In your user settings under Applications, create a personal access token.")
        },
        docs_url: Some("https://docs.netlify.com/api/get-started/"),
        console_url: Some("https://app.netlify.com/user/applications"),
        ttl_min_s: 0,
        apex: ApexSupport::OwnResourcesOnly,
        wildcard: true,
        caa: true,
        nameservers: &[Glob("dns*.p*.nsone.net")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "route53",
        name: "Amazon Route 53",
        model: Model::Machine,
        credential: CredentialShape {
            kind: CredentialKind::SigV4,
            format: "accessKeyId:secretAccessKey[:region]",
            hint: "Create an IAM user that may list and change the record sets of this hosted zone and read the zone, and paste its access key; the zone is given by its hosted zone id.",
            gate: None,
        },
        docs_url: Some("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/Welcome.html"),
        console_url: Some("https://console.aws.amazon.com/route53/"),
        ttl_min_s: 0,
        apex: ApexSupport::OwnResourcesOnly,
        wildcard: true,
        caa: true,
        nameservers: &[
            Glob("ns-*.awsdns-*.com"),
            Glob("ns-*.awsdns-*.net"),
            Glob("ns-*.awsdns-*.org"),
            Glob("ns-*.awsdns-*.co.uk"),
        ],
        domain_connect: false,
    },
    ProviderSpec {
        key: "gcpdns",
        name: "Google Cloud DNS",
        model: Model::Machine,
        credential: CredentialShape {
            kind: CredentialKind::ServiceAccount,
            format: "service-account JSON with managed_zone",
            hint: "Create a service account that may administer DNS in the project, download its JSON key, and add the field managed_zone with the zone's name.",
            gate: None,
        },
        docs_url: Some("https://cloud.google.com/dns/docs"),
        console_url: Some("https://console.cloud.google.com/net-services/dns/zones"),
        ttl_min_s: 0,
        apex: ApexSupport::Alias,
        wildcard: true,
        caa: true,
        nameservers: &[Glob("ns-cloud-*.googledomains.com")],
        domain_connect: false,
    },
    ProviderSpec {
        key: "azuredns",
        name: "Azure DNS",
        model: Model::Machine,
        credential: CredentialShape {
            kind: CredentialKind::ClientSecret,
            format: "JSON {tenant_id, client_id, client_secret, subscription_id, resource_group}",
            hint: "Register an application in Entra ID, create a client secret for it, and make it DNS Zone Contributor of the resource group that holds the zone.",
            gate: None,
        },
        docs_url: Some("https://learn.microsoft.com/azure/dns/"),
        console_url: Some("https://portal.azure.com/"),
        ttl_min_s: 1,
        apex: ApexSupport::OwnResourcesOnly,
        wildcard: true,
        caa: true,
        nameservers: &[
            Suffix("azure-dns.com"),
            Suffix("azure-dns.net"),
            Suffix("azure-dns.org"),
            Suffix("azure-dns.info"),
        ],
        domain_connect: false,
    },
    ProviderSpec {
        key: "namecheap",
        name: "Namecheap",
        model: Model::Machine,
        credential: CredentialShape {
            kind: CredentialKind::ApiUser,
            format: "apiUser:apiKey:clientIp",
            hint: "In your profile under Tools, switch API access on, put this server's public IPv4 address on its list, and paste user, key and that address, joined by colons.",
            gate: Some(
                "Namecheap opens its API only to accounts above a threshold, such as 20 domains or a minimum balance.",
            ),
        },
        docs_url: Some("https://www.namecheap.com/support/api/intro/"),
        console_url: Some("https://ap.www.namecheap.com/settings/tools/apiaccess/"),
        ttl_min_s: 60,
        apex: ApexSupport::Alias,
        wildcard: true,
        caa: true,
        nameservers: &[Suffix("registrar-servers.com")],
        domain_connect: false,
    },
    // Stands for every provider that applies templates; what a given one can do, only its own answer tells.
    ProviderSpec {
        key: "domain-connect",
        name: "Domain Connect",
        model: Model::Redirect,
        credential: CredentialShape {
            kind: CredentialKind::Redirect,
            format: "",
            hint: "Nothing has to be made: the customer is sent to the DNS provider and allows the change there.",
            gate: None,
        },
        docs_url: Some("https://www.domainconnect.org/"),
        console_url: None,
        ttl_min_s: 0,
        apex: ApexSupport::None,
        wildcard: false,
        caa: false,
        nameservers: &[],
        domain_connect: true,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{others, sandbox};
    use std::collections::BTreeSet;

    #[test]
    fn the_fleet_is_complete_and_in_order() {
        let keys: Vec<&str> = all().iter().map(|spec| spec.key).collect();
        let expected = "cloudflare digitalocean gandi desec hetzner vercel dnsimple porkbun linode vultr namecom godaddy ionos \
                        netlify route53 gcpdns azuredns namecheap domain-connect";
        assert_eq!(keys.join(" "), expected);
    }

    #[test]
    fn a_provider_is_found_by_its_exact_key() {
        assert_eq!(by_key("route53").map(|spec| spec.name), Some("Amazon Route 53"));
        assert_eq!(by_key("Route53"), None);
        assert_eq!(by_key("sandbox"), None);
    }

    #[test]
    fn no_key_and_no_pattern_is_claimed_twice() {
        let mut claimed = BTreeSet::new();
        for spec in all().iter().chain([sandbox()]) {
            assert!(claimed.insert(format!("key {}", spec.key)), "{}", spec.key);
            for pattern in spec.nameservers {
                assert!(claimed.insert(pattern.as_str().to_owned()), "{} of {}", pattern.as_str(), spec.key);
            }
        }
        for host in others() {
            assert!(claimed.insert(format!("key {}", host.key)), "{}", host.key);
            for suffix in host.suffixes {
                assert!(claimed.insert((*suffix).to_owned()), "{suffix} of {}", host.key);
            }
        }
    }

    #[test]
    fn every_text_can_be_shown_as_it_is() {
        for spec in all().iter().chain([sandbox()]) {
            let credential = &spec.credential;
            for sentence in [Some(credential.hint), credential.gate].into_iter().flatten() {
                assert!(
                    sentence.ends_with('.') && sentence.starts_with(char::is_uppercase),
                    "{}: {sentence}",
                    spec.key
                );
            }
            for url in [spec.docs_url, spec.console_url].into_iter().flatten() {
                assert!(url.starts_with("https://"), "{}: {url}", spec.key);
            }
            assert_eq!(credential.format.is_empty(), spec.model == Model::Redirect, "{}", spec.key);
        }
    }
}
