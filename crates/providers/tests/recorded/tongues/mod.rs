//! What is known of each API.

mod azure;
mod by_command;
mod godaddy;
mod hetzner;
mod json_records;
mod json_sets;
mod json_sets_by_name;
mod json_sets_in_bulk;
mod table;
mod xml;
mod xml_apis;

use crate::tongue::Tongue;

/// The tongue of a provider.
pub(crate) fn of(provider: &str) -> Option<&'static dyn Tongue> {
    Some(match provider {
        "azuredns" => &azure::Azure,
        "cloudflare" => &table::CLOUDFLARE,
        "desec" => &json_sets_by_name::Desec,
        "digitalocean" => &table::DIGITALOCEAN,
        "dnsimple" => &table::DNSIMPLE,
        "gandi" => &json_sets_by_name::Gandi,
        "gcpdns" => &json_sets_in_bulk::Google,
        "godaddy" => &godaddy::GoDaddy,
        "hetzner" => &hetzner::Hetzner,
        "ionos" => &by_command::Ionos,
        "linode" => &table::LINODE,
        "namecheap" => &xml_apis::Namecheap,
        "namecom" => &table::NAMECOM,
        "netlify" => &table::NETLIFY,
        "porkbun" => &by_command::Porkbun,
        "powerdns" => &json_sets_in_bulk::PowerDns,
        "route53" => &xml_apis::Route53,
        "vercel" => &table::VERCEL,
        "vultr" => &table::VULTR,
        _ => return None,
    })
}
