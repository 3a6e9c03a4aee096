//! Plans, and who is paid for them.

use super::environment::Reading;
use super::variables::{self as v, Variable};
use nameplate_billing::stripe::{BASE_URL, SecretText, StripeSettings};
use nameplate_domain::application::parse_origin;
use nameplate_domain::plans::Plan;
use std::collections::BTreeMap;

/// Plans as this platform has them.
#[derive(Clone, Debug)]
pub struct CommerceSettings {
    /// `DEFAULT_PLAN`.
    pub default_plan: Plan,
    /// `UPGRADE_URL`.
    pub upgrade_url: String,
    /// `BILLING_RETURN_URL`.
    pub return_url: String,
    /// `STRIPE_*`; `None` without a key.
    pub stripe: Option<StripeSettings>,
}

/// `public_url` is where browsers reach the API.
pub(super) fn read(reading: &Reading<'_>, is_production: bool, public_url: &str) -> CommerceSettings {
    let stripe = stripe(reading, is_production);
    // Without somebody to pay, nobody could get more than the first plan.
    let usual = if stripe.is_some() { Plan::Free } else { Plan::Enterprise };
    let upgrade_url = reading.read(&v::UPGRADE_URL, None, |text| page(text).map(Some));
    let upgrade_url = upgrade_url.unwrap_or_else(|| format!("{public_url}/console/usage/plan"));
    let return_url = reading.read(&v::BILLING_RETURN_URL, None, |text| page(text).map(Some));
    CommerceSettings {
        default_plan: reading.read(&v::DEFAULT_PLAN, usual, |text| {
            Plan::from_name(text).ok_or_else(|| format!("is {text:?}; give free, pro, growth or enterprise"))
        }),
        return_url: return_url.unwrap_or_else(|| upgrade_url.clone()),
        upgrade_url,
        stripe,
    }
}

fn stripe(reading: &Reading<'_>, is_production: bool) -> Option<StripeSettings> {
    // Values are secrets: they are not repeated.
    let secret = |variable: &Variable| {
        let text = reading.text(variable)?;
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            reading.fault(variable.name, "has blanks or other characters that no key has; copy it again");
        }
        Some(SecretText::new(text.to_owned()))
    };
    let prices: BTreeMap<Plan, String> = [
        (Plan::Pro, &v::STRIPE_PRICE_PRO),
        (Plan::Growth, &v::STRIPE_PRICE_GROWTH),
        (Plan::Enterprise, &v::STRIPE_PRICE_ENTERPRISE),
    ]
    .into_iter()
    .filter_map(|(plan, variable)| Some((plan, reading.text(variable)?.to_owned())))
    .collect();
    let base_url = reading.read(&v::STRIPE_BASE_URL, None, |text| match is_production {
        true => Err("is a test bypass; unset it in production".into()),
        false => parse_origin(text).map(Some).map_err(str::to_owned),
    });
    let webhook_secret = secret(&v::STRIPE_WEBHOOK_SECRET);
    let Some(secret_key) = secret(&v::STRIPE_SECRET_KEY) else {
        if webhook_secret.is_some() || !prices.is_empty() {
            reading.fault(v::STRIPE_SECRET_KEY.name, "must be set, since other settings of Stripe are");
        }
        return None;
    };
    if prices.is_empty() {
        reading.fault(v::STRIPE_PRICE_PRO.name, "must be set, or the price of another plan: there is nothing to sell");
    }
    if webhook_secret.is_none() {
        reading.fault(v::STRIPE_WEBHOOK_SECRET.name, "must be set: nobody would hear of what was paid");
    }
    Some(StripeSettings {
        base_url: base_url.unwrap_or_else(|| BASE_URL.to_owned()),
        secret_key,
        webhook_secret: webhook_secret?,
        prices,
    })
}

/// A page that a browser can be sent to.
fn page(text: &str) -> Result<String, String> {
    let has_scheme = text.starts_with("https://") || text.starts_with("http://");
    match has_scheme && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        true => Ok(text.to_owned()),
        false => Err("must be a URL that begins with https:// or http://".into()),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Environment, Settings};
    use nameplate_domain::plans::Plan;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn faults(variables: &[(&str, &str)]) -> String {
        Settings::read(&environment(variables)).unwrap_err().to_string()
    }

    const STRIPE: [(&str, &str); 3] = [
        ("STRIPE_SECRET_KEY", "sk_test_canary"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_canary"),
        ("STRIPE_PRICE_PRO", "price_pro"),
    ];

    #[test]
    fn nobody_is_kept_small_where_nobody_can_pay() {
        let plan = |variables: &[_]| Settings::read(&environment(variables)).unwrap().commerce.default_plan;
        assert_eq!(plan(&[]), Plan::Enterprise);
        assert_eq!(plan(&STRIPE), Plan::Free);
        assert_eq!(plan(&[("DEFAULT_PLAN", "growth")]), Plan::Growth);
        assert!(faults(&[("DEFAULT_PLAN", "gold")]).contains("DEFAULT_PLAN"));
    }

    #[test]
    fn the_page_for_more_is_the_console_unless_somebody_says_otherwise() {
        let urls = |variables: &[_]| {
            let commerce = Settings::read(&environment(variables)).unwrap().commerce;
            (commerce.upgrade_url, commerce.return_url)
        };
        let console = "http://localhost:8080/console/usage/plan".to_owned();
        assert_eq!(urls(&[]), (console.clone(), console));
        let public =
            urls(&[("PUBLIC_URL", "https://api.saas.example"), ("BILLING_RETURN_URL", "https://saas.example/paid")]);
        assert_eq!(public, ("https://api.saas.example/console/usage/plan".into(), "https://saas.example/paid".into()));
        assert!(faults(&[("UPGRADE_URL", "javascript:alert(1)")]).contains("UPGRADE_URL"));
    }

    #[test]
    fn half_of_stripe_is_none_and_secrets_are_not_repeated() {
        for missing in ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_PRICE_PRO"] {
            let rest: Vec<_> = STRIPE.into_iter().filter(|(name, _)| *name != missing).collect();
            let told = faults(&rest);
            assert!(told.contains(&format!("- {missing} must be set")), "{told}");
            assert!(!told.contains("canary"), "{told}");
        }
        assert!(!format!("{:?}", Settings::read(&environment(&STRIPE)).unwrap().commerce).contains("canary"));
    }

    #[test]
    fn production_talks_to_stripe_itself() {
        let long = "0123456789abcdef";
        let mut variables = STRIPE.to_vec();
        variables.extend([("CD_ENV", "production"), ("TOKEN_HMAC_SECRET", long), ("EDGE_TOKEN", long)]);
        assert!(Settings::read(&environment(&variables)).is_ok());
        variables.push(("STRIPE_BASE_URL", "http://127.0.0.1:8420"));
        assert!(faults(&variables).contains("STRIPE_BASE_URL is a test bypass"));
    }
}
