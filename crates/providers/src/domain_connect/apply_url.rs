//! The address that a customer is sent to.

use super::discover::{Settings, template_path};
use super::signing_key::SigningKey;
use super::template::Fit;
use crate::http::segment;

/// What is asked of the customer's DNS provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ask<'a> {
    /// The zone: lower-case A-labels, no trailing dot.
    pub zone: &'a str,
    /// Who asks; as in the template.
    pub provider_id: &'a str,
    /// For what; as in the template.
    pub service_id: &'a str,
    /// How the template is applied.
    pub fit: &'a Fit,
    /// Where the customer comes back to.
    pub redirect_uri: &'a str,
    /// Comes back with the customer: random, for one use, bound to the connection.
    pub state: &'a str,
    /// Label in front of the template's `syncPubKeyDomain` where the public half of the key is published.
    pub key_label: &'a str,
}

/// The address that asks for it, signed; `None` when the provider has no synchronous flow, or the key cannot sign.
///
/// The query is `domain`, `host`, the variables in their order, `redirect_uri`, `state`, `groupId`, then `key` and `sig`; everything but
/// unreserved characters is percent-encoded (RFC 3986, 2.3). What is signed is the query up to `&key=`, exactly as it is sent.
#[must_use]
pub fn apply_url(settings: &Settings, ask: &Ask<'_>, key: &SigningKey) -> Option<String> {
    let base = settings.url_sync_ux.as_deref()?;
    let groups = ask.fit.groups.join(",");
    let host = ask.fit.host.as_deref().map(|host| ("host", host));
    let variables = ask.fit.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let back = [("redirect_uri", ask.redirect_uri), ("state", ask.state)];
    let groups = (!groups.is_empty()).then_some(("groupId", groups.as_str()));
    let pairs = [("domain", ask.zone)].into_iter().chain(host).chain(variables).chain(back).chain(groups);
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{}={}", segment(name), segment(value))).collect();
    let query = pairs.join("&");
    let signature = key.sign(&query)?;
    let path = template_path(ask.provider_id, ask.service_id);
    Some(format!("{base}{path}/apply?{query}&key={}&sig={}", segment(ask.key_label), segment(&signature)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain_connect::template::Service;
    use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate().unwrap());

    fn settings(url_sync_ux: Option<&str>) -> Settings {
        Settings {
            provider_id: "provider.example".into(),
            provider_name: "Provider".into(),
            url_sync_ux: url_sync_ux.map(str::to_owned),
            url_async_ux: None,
            url_api: "https://api.provider.example".into(),
            width: 750,
            height: 750,
            url_control_panel: None,
            name_servers: vec![],
        }
    }

    fn fit(variables: &[(&str, &str)], host: Option<&str>, groups: &[&str]) -> Fit {
        Fit {
            service: Service::Subdomain,
            host: host.map(str::to_owned),
            variables: variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        }
    }

    fn url(fit: &Fit, redirect_uri: &str, state: &str) -> String {
        let ask = Ask {
            zone: "customer.example",
            provider_id: "saas.example",
            service_id: "custom-domain",
            fit,
            redirect_uri,
            state,
            key_label: "_dck1",
        };
        apply_url(&settings(Some("https://dcc.provider.example/manage")), &ask, &KEY).unwrap()
    }

    /// Verifies with the key as a provider rebuilds it from TXT records.
    fn is_signed(url: &str) -> bool {
        let mut records = KEY.public_key_records();
        records.reverse();
        records.sort_by_key(|record| record.split(',').next().unwrap()[2..].parse::<u32>().unwrap());
        let parts: String = records.iter().map(|record| record.split_once(",d=").unwrap().1).collect();
        let (query, rest) = url.split_once('?').unwrap().1.split_once("&key=").unwrap();
        let signature = rest.split_once("&sig=").unwrap().1;
        let signature = percent_encoding::percent_decode_str(signature).decode_utf8().unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, STANDARD.decode(parts).unwrap())
            .verify(query.as_bytes(), &STANDARD.decode(signature.as_ref()).unwrap())
            .is_ok()
    }

    #[test]
    fn the_address_has_one_order_and_a_signature() {
        let fit = fit(&[("target", "app-1"), ("token", "7f")], Some("shop"), &["v4", "proof"]);
        let url = url(&fit, "https://saas.example/back?a=b", "s t&1");
        let expected = "https://dcc.provider.example/manage/v2/domainTemplates/providers/saas.example/services/custom-domain/\
            apply?domain=customer.example&host=shop&target=app-1&token=7f&\
            redirect_uri=https%3A%2F%2Fsaas.example%2Fback%3Fa%3Db&state=s%20t%261&groupId=v4%2Cproof&key=_dck1&sig=";
        assert_eq!(&url[..expected.len()], expected);
        assert!(is_signed(&url));
        assert!(!is_signed(&url.replace("host=shop", "host=blog")));
    }

    #[test]
    fn without_a_synchronous_flow_there_is_no_address() {
        let fit = fit(&[], None, &[]);
        let ask = Ask {
            zone: "customer.example",
            provider_id: "saas.example",
            service_id: "custom-domain",
            fit: &fit,
            redirect_uri: "https://saas.example/",
            state: "s",
            key_label: "_dck1",
        };
        assert_eq!(apply_url(&settings(None), &ask, &KEY), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn whatever_characters_a_parameter_has_arrive(value in "\\PC{0,40}", state in ".{0,20}", back in "\\PC{0,20}") {
            let fit = fit(&[("target", &value)], None, &[]);
            let url = url(&fit, &back, &state);
            prop_assert!(url.is_ascii());
            prop_assert!(is_signed(&url));
            let parsed = reqwest::Url::parse(&url).unwrap();
            prop_assert_eq!(parsed.as_str(), &url, "nothing on the way has to rewrite it");
            let pairs: Vec<(String, String)> =
                parsed.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
            let expected = [("domain", "customer.example"), ("target", &value), ("redirect_uri", &back), ("state", &state)];
            for (pair, (name, value)) in pairs.iter().zip(expected) {
                prop_assert_eq!(pair, &(name.to_owned(), value.to_owned()));
            }
            prop_assert_eq!(pairs.len(), 6);
        }
    }
}
