//! RCODEs (RFC 1035, 4.1.1; RFC 2136, 2.2).

pub(super) const NOERROR: u8 = 0;
pub(super) const FORMERR: u8 = 1;
pub(super) const SERVFAIL: u8 = 2;
pub(super) const NXDOMAIN: u8 = 3;
pub(super) const NOTIMP: u8 = 4;
pub(super) const REFUSED: u8 = 5;
pub(super) const YXDOMAIN: u8 = 6;
pub(super) const YXRRSET: u8 = 7;
pub(super) const NXRRSET: u8 = 8;
pub(super) const NOTAUTH: u8 = 9;
pub(super) const NOTZONE: u8 = 10;

/// As they are called.
const NAMES: [&str; 11] = [
    "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH",
    "NOTZONE",
];

/// A code for people.
pub(super) fn code_name(code: u8) -> String {
    NAMES.get(usize::from(code)).map_or_else(|| format!("RCODE {code}"), |name| (*name).to_owned())
}

/// Whether a condition of an update is not met.
pub(super) const fn is_unmet(code: u8) -> bool {
    matches!(code, YXDOMAIN | YXRRSET | NXRRSET | NXDOMAIN)
}
