//! What may stand in the words of an SPF record (RFC 7208, 12).

/// Whether only the message that is checked tells which name is meant (RFC 7208, 7).
pub(super) fn has_macro(text: &str) -> bool {
    text.contains('%')
}

/// `address/prefix` with the host bits as they are; `None` when it is no network.
pub(super) fn network<T: std::str::FromStr + ToString>(text: &str, bits: u8) -> Option<String> {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let prefix = prefix.map_or(Some(bits), |prefix| prefix_length(prefix, bits))?;
    let address: T = address.parse().ok()?;
    Some(format!("{}/{prefix}", address.to_string()))
}

fn prefix_length(digits: &str, bits: u8) -> Option<u8> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let has_no_zero_in_front = digits.len() == 1 || !digits.starts_with('0');
    (is_number && has_no_zero_in_front).then(|| digits.parse().ok()).flatten().filter(|length| *length <= bits)
}

/// Cuts `/24`, `//64` or `/24//64` off the end; a slash inside of a macro is none of these.
pub(super) fn split_cidr(argument: &str) -> (&str, &str) {
    let name = argument.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
    let start = argument[name.len()..].find('/').map_or(argument.len(), |slash| name.len() + slash);
    argument.split_at(start)
}

pub(super) fn is_cidr(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('/') else { return text.is_empty() };
    let (four, six) = match rest.strip_prefix('/') {
        Some(six) => (None, Some(six)),
        None => rest.split_once("//").map_or((Some(rest), None), |(four, six)| (Some(four), Some(six))),
    };
    four.is_none_or(|length| prefix_length(length, 32).is_some())
        && six.is_none_or(|length| prefix_length(length, 128).is_some())
}

/// A name that may have macros in it: at least two labels, the last of which is no number, or a macro that gives them
/// (RFC 7208, 7.1).
pub(super) fn is_domain_spec(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    let is_plain = || {
        name.len() <= 253
            && name.contains('.')
            && name.rsplit('.').next().is_some_and(|top| top.bytes().any(|byte| byte.is_ascii_alphabetic()))
            && name.split('.').all(|label| {
                (1..=63).contains(&label.len())
                    && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
            })
    };
    !name.is_empty() && is_macro_string(text) && (has_macro(text) || is_plain())
}

/// Visible ASCII with well-formed macros: `%%`, `%_`, `%-` and `%{…}` (RFC 7208, 7.1).
pub(super) fn is_macro_string(text: &str) -> bool {
    let mut parts = text.split('%');
    let is_visible = text.bytes().all(|byte| byte.is_ascii_graphic());
    parts.next();
    let mut is_escaped = false;
    is_visible
        && parts.all(|part| {
            // `%%` splits into an empty part and one that is plain text.
            if std::mem::take(&mut is_escaped) {
                return true;
            }
            is_escaped = part.is_empty();
            is_escaped || part.starts_with(['_', '-']) || is_macro(part)
        })
        && !is_escaped
}

/// `{`, a letter, how many labels, whether reversed, where to split, `}`.
fn is_macro(part: &str) -> bool {
    let Some((inside, _)) = part.strip_prefix('{').and_then(|open| open.split_once('}')) else { return false };
    let Some(letter) = inside.chars().next().filter(|letter| "slodiphcrtv".contains(letter.to_ascii_lowercase()))
    else {
        return false;
    };
    let transformers = inside[letter.len_utf8()..].trim_start_matches(|c: char| c.is_ascii_digit());
    let delimiters = transformers.strip_prefix(['r', 'R']).unwrap_or(transformers);
    delimiters.chars().all(|c| ".-+,/_=".contains(c))
}
