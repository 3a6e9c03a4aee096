//! `nameplate dns providers`.

use super::hand::known;
use super::show::say;
use super::write::tell;
use crate::commands::ending::{Outcome, Stop};
use crate::config::{Environment, base_urls};
use nameplate_domain::zone::TtlRange;
use nameplate_providers::{ApexSupport, ProviderSpec};
use serde_json::{Value, json};

pub(super) fn run(json: bool, environment: &Environment) -> Result<Outcome, Stop> {
    let base_urls = base_urls(environment).map_err(|faults| Stop::failed(faults.to_string()))?;
    let specs = known(&base_urls);
    if json {
        let providers: Vec<Value> = specs.iter().map(|spec| document(spec)).collect();
        tell(&json!({ "providers": providers }))?;
        return Ok(Outcome::Done);
    }
    for (index, spec) in specs.iter().enumerate() {
        if index > 0 {
            say("");
        }
        for line in lines(spec) {
            say(line);
        }
    }
    Ok(Outcome::Done)
}

fn lines(spec: &ProviderSpec) -> Vec<String> {
    let mut lines = vec![format!("{}  ({})", spec.key, spec.name)];
    let mut field = |label: &str, text: &str| lines.push(format!("  {label:11} {text}"));
    let form = if spec.credential.format.is_empty() { "none" } else { spec.credential.format };
    field("credential", &format!("{form}: {}", spec.credential.hint));
    if let Some(gate) = spec.credential.gate {
        field("gate", gate);
    }
    field("TTL", &ttl(&spec.ttl));
    field("apex", apex(spec.apex));
    field("wildcard", if spec.wildcard { "yes" } else { "no" });
    field("limits", spec.limits);
    if let Some(url) = spec.docs_url {
        field("more", url);
    }
    lines
}

fn ttl(range: &TtlRange) -> String {
    if !range.steps.is_empty() {
        let steps: Vec<String> = range.steps.iter().map(ToString::to_string).collect();
        return format!("one of {} s", steps.join(", "));
    }
    match (range.min, range.max) {
        (0, TtlRange::MAX) => "any".to_owned(),
        (min, TtlRange::MAX) => format!("{min} s or more"),
        (min, max) => format!("{min} to {max} s"),
    }
}

fn apex(support: ApexSupport) -> &'static str {
    match support {
        ApexSupport::CnameFlattening => "ALIAS (a CNAME that is flattened)",
        ApexSupport::Alias => "ALIAS",
        ApexSupport::Aname => "ALIAS (called ANAME)",
        ApexSupport::None => "A and AAAA only",
        ApexSupport::OwnResourcesOnly => "A and AAAA; aliases of its own resources are left alone",
    }
}

fn document(spec: &ProviderSpec) -> Value {
    json!({
        "key": spec.key,
        "name": spec.name,
        "model": spec.model.as_str(),
        "credential": {
            "kind": spec.credential.kind.as_str(), "format": spec.credential.format, "hint": spec.credential.hint,
            "gate": spec.credential.gate,
        },
        "capabilities": {
            "wildcard": spec.wildcard, "caa": spec.caa, "srv": spec.srv, "apex_flattening": spec.apex.names_a_host(),
            "apex": spec.apex.as_str(), "domain_connect": spec.domain_connect, "ttl_min": spec.ttl.min,
            "ttl_max": spec.ttl.max, "ttl_steps": spec.ttl.steps, "txt_octets_max": spec.txt_octets_max,
        },
        "limits": spec.limits,
        "docs_url": spec.docs_url,
        "console_url": spec.console_url,
    })
}
