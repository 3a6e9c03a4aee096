//! Which records may stand beside each other.

use super::Refusal;
use crate::record::Entry;
use nameplate_domain::records::RecordType;

/// Whether a record can stand beside the others of its name (RFC 1034, 3.6.2: a CNAME stands alone; an ALIAS is the addresses).
pub(super) fn check_company<'a>(others: impl Iterator<Item = &'a Entry>, new: &Entry) -> Result<(), Refusal> {
    use RecordType::{A, Aaaa, Alias, Cname};
    for other in others.filter(|other| other.name == new.name) {
        let (is, name) = (other.rtype, &new.name);
        let conflict = |reason: String| Err(Refusal::Conflict { field: "type", reason });
        match (new.rtype, other.rtype) {
            (Cname, _) => {
                return conflict(format!(
                    "CNAME must stand alone, but {name} has a record of type {is}; delete that first"
                ));
            }
            (_, Cname) => {
                return conflict(format!("{} cannot stand beside the CNAME at {name}; delete that first", new.rtype));
            }
            (Alias, A | Aaaa | Alias) | (A | Aaaa, Alias) => {
                return conflict(format!("{} cannot stand beside the {is} at {name}; delete that first", new.rtype));
            }
            _ if other.rtype == new.rtype && other.value == new.value && other.priority == new.priority => {
                let reason = format!("is already at {name} in a record of type {is}");
                return Err(Refusal::Conflict { field: "value", reason });
            }
            _ => {}
        }
    }
    Ok(())
}
