//! How zones can be told to misbehave.

use nameplate_dns::serve::Fault;

/// Ways to misbehave, by their names in the API.
pub(crate) const FAULTS: [(&str, Option<Fault>); 7] = [
    ("none", None),
    ("servfail", Some(Fault::ServerFailure)),
    ("refused", Some(Fault::Refused)),
    ("timeout", Some(Fault::Silence)),
    ("truncate", Some(Fault::Truncation)),
    ("lame", Some(Fault::Lameness)),
    ("wrong_question", Some(Fault::WrongQuestion)),
];

pub(super) fn fault_name(fault: Option<Fault>) -> &'static str {
    FAULTS.iter().find(|(_, known)| *known == fault).map_or("none", |(name, _)| name)
}
