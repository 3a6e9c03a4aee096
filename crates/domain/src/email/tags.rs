//! Lists of `name=value` between semicolons, as DKIM (RFC 6376, 3.2) and DMARC (RFC 7489, 6.4) have them.

/// The tags in their order, blanks around names and values removed, names in lower case. `None` for what is no such
/// list, or has a name twice.
pub(super) fn read(text: &str) -> Option<Vec<(String, &str)>> {
    let mut tags: Vec<(String, &str)> = Vec::new();
    let text = text.trim();
    for part in text.strip_suffix(';').unwrap_or(text).split(';') {
        let (name, value) = part.split_once('=')?;
        let name = name.trim().to_ascii_lowercase();
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_name || tags.iter().any(|(known, _)| *known == name) {
            return None;
        }
        tags.push((name, value.trim()));
    }
    Some(tags)
}
