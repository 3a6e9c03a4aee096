//! Whether CAA records let this authority issue (RFC 8659, RFC 8657). Written for this crate alone, so that it is an
//! opinion independent of the platform's own.

use crate::problem::{Kind, Problem};
use crate::validate::{CaaRecord, Validator};

/// The question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asking<'a> {
    /// Without `*.`.
    pub(crate) name: &'a str,
    pub(crate) is_wildcard: bool,
    /// The issuer domain names that mean this authority.
    pub(crate) identities: &'a [String],
    /// The account's URI.
    pub(crate) account: &'a str,
    /// The name of the validation method, e.g. `dns-01`.
    pub(crate) method: &'a str,
}

/// Climbs from the name towards the root until a name has CAA records (RFC 8659, 3), and judges them.
///
/// # Errors
/// `caa`, or `dns` when a lookup failed: then nothing may be issued.
pub(crate) async fn permits(validator: &dyn Validator, asking: Asking<'_>) -> Result<(), Problem> {
    let mut at = asking.name;
    loop {
        let records = validator.caa(at).await.map_err(|failure| {
            Problem::new(Kind::Dns, format!("While processing CAA for {}: {}", asking.name, failure.detail))
        })?;
        if !records.is_empty() {
            return if allows(&records, &asking) {
                Ok(())
            } else {
                let detail = format!("While processing CAA for {}: CAA record for {at} prevents issuance", asking.name);
                Err(Problem::new(Kind::Caa, detail))
            };
        }
        match at.split_once('.') {
            Some((_, parent)) => at = parent,
            None => return Ok(()),
        }
    }
}

fn allows(records: &[CaaRecord], asking: &Asking<'_>) -> bool {
    let is_known =
        |tag: &str| ["issue", "issuewild", "iodef", "issuemail"].iter().any(|known| tag.eq_ignore_ascii_case(known));
    if records.iter().any(|record| record.flags & 128 != 0 && !is_known(&record.tag)) {
        return false;
    }
    let tagged = |tag: &str| -> Vec<&CaaRecord> {
        records.iter().filter(|record| record.tag.eq_ignore_ascii_case(tag)).collect()
    };
    let wild = tagged("issuewild");
    let governing = if asking.is_wildcard && !wild.is_empty() { wild } else { tagged("issue") };
    governing.is_empty() || governing.iter().any(|record| names_us(&record.value, asking).unwrap_or(false))
}

/// Whether an `issue` or `issuewild` value is satisfied. `None` when it is malformed, which authorizes nobody.
fn names_us(value: &str, asking: &Asking<'_>) -> Option<bool> {
    let mut parts = value.split(';').map(str::trim);
    let issuer = parts.next()?;
    let (mut accounts, mut methods) = (Vec::new(), Vec::new());
    for parameter in parts.filter(|part| !part.is_empty()) {
        let (name, content) = parameter.split_once('=')?;
        let (name, content) = (name.trim(), content.trim());
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return None;
        }
        if content.bytes().any(|byte| !byte.is_ascii_graphic()) {
            return None;
        }
        match name.to_ascii_lowercase().as_str() {
            "accounturi" => accounts.push(content),
            "validationmethods" => methods.push(content),
            _ => {}
        }
    }
    // A parameter that is given twice cannot be satisfied (RFC 8657, 3 and 4).
    let account_fits = match accounts.as_slice() {
        [] => true,
        [only] => *only == asking.account,
        _ => false,
    };
    let method_fits = match methods.as_slice() {
        [] => true,
        [only] => only.split(',').any(|method| method.trim() == asking.method),
        _ => false,
    };
    let issuer_fits = asking.identities.iter().any(|identity| identity.eq_ignore_ascii_case(issuer));
    Some(issuer_fits && account_fits && method_fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(records: &[&str], is_wildcard: bool) -> bool {
        let records: Vec<CaaRecord> = records.iter().map(|text| text.parse().unwrap()).collect();
        let identities = ["ca.test".to_owned()];
        let asking =
            Asking { name: "a.test", is_wildcard, identities: &identities, account: "https://ca/1", method: "dns-01" };
        allows(&records, &asking)
    }

    #[test]
    fn issue_and_issuewild_are_told_apart() {
        assert!(judged(&[r#"0 issue "CA.test""#], false));
        assert!(judged(&[r#"0 issue "ca.test""#], true));
        assert!(!judged(&[r#"0 issue "other.test""#], false));
        assert!(judged(&[r#"0 issue "other.test""#, r#"0 issue "ca.test""#], false));
        assert!(!judged(&[r#"0 issue ";""#], false));
        assert!(!judged(&[r#"0 issue "ca.test""#, r#"0 issuewild ";""#], true));
        assert!(judged(&[r#"0 issue "ca.test""#, r#"0 issuewild ";""#], false));
        assert!(judged(&[r#"0 issuewild "ca.test""#], false));
        assert!(judged(&[r#"0 iodef "mailto:a@b.test""#], false));
    }

    #[test]
    fn unknown_tags_forbid_only_when_critical() {
        assert!(judged(&[r#"0 tbs "x""#], false));
        assert!(!judged(&[r#"128 tbs "x""#, r#"0 issue "ca.test""#], false));
        assert!(judged(&[r#"128 issue "ca.test""#], false));
    }

    #[test]
    fn account_and_method_parameters_bind() {
        assert!(judged(&[r#"0 issue "ca.test; accounturi=https://ca/1""#], false));
        assert!(!judged(&[r#"0 issue "ca.test; accounturi=https://ca/2""#], false));
        assert!(!judged(&[r#"0 issue "ca.test; accounturi=https://ca/1; accounturi=https://ca/1""#], false));
        assert!(judged(&[r#"0 issue "ca.test; validationmethods=http-01,dns-01""#], false));
        assert!(!judged(&[r#"0 issue "ca.test; validationmethods=http-01""#], false));
        assert!(judged(&[r#"0 issue "ca.test; policy=x""#], false));
        assert!(!judged(&[r#"0 issue "ca.test; this is malformed""#], false));
    }
}
