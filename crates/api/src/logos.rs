//! `GET /logos/{key}.svg`: a mark for each DNS provider, drawn from its name. Providers' own logos are trademarks and not ours to ship.

use crate::failure::Failure;
use axum::extract::Path;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use nameplate_providers::{ProviderSpec, by_key, sandbox};

pub(crate) async fn handler(Path(file): Path<String>) -> Result<Response, Failure> {
    let key = file.strip_suffix(".svg").unwrap_or_default();
    let spec = by_key(key).or_else(|| Some(sandbox()).filter(|spec| spec.key == key));
    let spec = spec.ok_or_else(|| Failure::not_found("logo"))?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
        // Shown on pages of every origin.
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    Ok((headers, drawn(spec)).into_response())
}

/// Initials on a coloured ground. The hue follows from the key, dark enough for white letters (4.5:1).
fn drawn(spec: &ProviderSpec) -> String {
    let hue = spec.key.bytes().fold(0u32, |hue, byte| (hue * 31 + u32::from(byte)) % 360);
    let words = spec.name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let initials: String = words.filter_map(|word| word.chars().next()).take(2).collect::<String>().to_uppercase();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 48 48\" role=\"img\" aria-label=\"{}\">\
         <rect width=\"48\" height=\"48\" rx=\"10\" fill=\"hsl({hue} 60% 30%)\"/>\
         <text x=\"24\" y=\"31\" font-family=\"system-ui,sans-serif\" font-size=\"20\" font-weight=\"600\" fill=\"#fff\" \
         text-anchor=\"middle\">{initials}</text></svg>",
        spec.name
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_providers::all;

    #[test]
    fn every_provider_has_a_mark() {
        for spec in all().iter().copied().chain([sandbox()]) {
            let svg = drawn(spec);
            assert!(svg.contains(spec.name) && !svg.contains("></text>"), "{svg}");
        }
    }
}
