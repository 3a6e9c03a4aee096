//! The words of an SPF record.

use super::record::SpfError;
use super::syntax::{has_macro, is_cidr, is_domain_spec, is_macro_string, network, split_cidr};
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// What a match means (RFC 7208, 4.6.2), in the order of strictness.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Qualifier {
    /// `+`, and the default: the sender may.
    Pass,
    /// `?`: nothing is said.
    Neutral,
    /// `~`: the sender probably may not.
    SoftFail,
    /// `-`: the sender may not.
    Fail,
}

impl Qualifier {
    /// What is written in front of a mechanism; nothing for a pass, but in front of an `all`, where people have to see it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "",
            Self::Neutral => "?",
            Self::SoftFail => "~",
            Self::Fail => "-",
        }
    }

    fn read(word: &str) -> (Self, &str) {
        for (sign, qualifier) in [('+', Self::Pass), ('?', Self::Neutral), ('~', Self::SoftFail), ('-', Self::Fail)] {
            if let Some(rest) = word.strip_prefix(sign) {
                return (qualifier, rest);
            }
        }
        (Self::Pass, word)
    }
}

/// The eight mechanisms (RFC 7208, 5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MechanismKind {
    /// Everybody.
    All,
    /// Whom another record passes.
    Include,
    /// The addresses of a name.
    A,
    /// The addresses of a name's mail exchanges.
    Mx,
    /// Whose reverse name is under a name; not to be used (RFC 7208, 5.5).
    Ptr,
    /// An IPv4 network.
    Ip4,
    /// An IPv6 network.
    Ip6,
    /// Whether a name, mostly made from a macro, exists.
    Exists,
}

impl MechanismKind {
    /// Every mechanism.
    pub const ALL: [Self; 8] =
        [Self::All, Self::Include, Self::A, Self::Mx, Self::Ptr, Self::Ip4, Self::Ip6, Self::Exists];

    /// The name in a record, lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Include => "include",
            Self::A => "a",
            Self::Mx => "mx",
            Self::Ptr => "ptr",
            Self::Ip4 => "ip4",
            Self::Ip6 => "ip6",
            Self::Exists => "exists",
        }
    }
}

/// A qualifier and what it is about. Made by reading a record or by [`Mechanism::include`] and [`Mechanism::all`], so
/// it is valid.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Mechanism {
    qualifier: Qualifier,
    kind: MechanismKind,
    /// Name, network or macro behind the colon; as it was written, since upper-case macro letters have a meaning (RFC
    /// 7208, 7.3).
    target: Option<String>,
    /// `/24`, `//64` or both, behind an `a` or `mx`; empty for none.
    cidr: String,
}

impl Mechanism {
    /// `include:name`, for a host name without macros.
    #[must_use]
    pub fn include(name: &str) -> Self {
        let target = Some(name.to_owned());
        Self { qualifier: Qualifier::Pass, kind: MechanismKind::Include, target, cidr: String::new() }
    }

    /// The `all` with this qualifier.
    #[must_use]
    pub const fn all(qualifier: Qualifier) -> Self {
        Self { qualifier, kind: MechanismKind::All, target: None, cidr: String::new() }
    }

    /// What a match means.
    #[must_use]
    pub const fn qualifier(&self) -> Qualifier {
        self.qualifier
    }

    /// Which of the eight it is.
    #[must_use]
    pub const fn kind(&self) -> MechanismKind {
        self.kind
    }

    /// What stands behind the colon, as written: a name (perhaps with macros) or a network. `None` for the domain
    /// itself.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// The same with another qualifier.
    #[must_use]
    pub fn with(mut self, qualifier: Qualifier) -> Self {
        self.qualifier = qualifier;
        self
    }

    /// What it is about, without the qualifier, in a form that is equal when the meaning is: names in any case, a
    /// network of one address with or without its prefix length.
    #[must_use]
    pub fn subject(&self) -> String {
        let target = self.target.as_deref().unwrap_or_default();
        let told = match self.kind {
            MechanismKind::Ip4 => network::<Ipv4Addr>(target, 32).unwrap_or_else(|| target.to_owned()),
            MechanismKind::Ip6 => network::<Ipv6Addr>(target, 128).unwrap_or_else(|| target.to_owned()),
            _ if has_macro(target) => target.to_owned(),
            _ => target.strip_suffix('.').unwrap_or(target).to_ascii_lowercase(),
        };
        format!("{}:{told}{}", self.kind.as_str(), self.cidr)
    }

    fn read(word: &str) -> Result<Option<Self>, SpfError> {
        let (qualifier, rest) = Qualifier::read(word);
        let end = rest.find([':', '/']).unwrap_or(rest.len());
        let (name, argument) = rest.split_at(end);
        let Some(kind) = MechanismKind::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let wrong = |why| SpfError::Term { term: word.to_owned(), why };
        let has_cidr = matches!(kind, MechanismKind::A | MechanismKind::Mx);
        let (target, cidr) = if has_cidr { split_cidr(argument) } else { (argument, "") };
        let target = match target {
            "" => None,
            colon => Some(colon.strip_prefix(':').ok_or_else(|| wrong("a colon is needed in front of the name"))?),
        };
        let fits = match (kind, target) {
            (MechanismKind::All, target) => target.is_none(),
            (MechanismKind::A | MechanismKind::Mx | MechanismKind::Ptr, None) => true,
            (_, None) => false,
            (MechanismKind::Ip4, Some(text)) => network::<Ipv4Addr>(text, 32).is_some(),
            (MechanismKind::Ip6, Some(text)) => network::<Ipv6Addr>(text, 128).is_some(),
            (_, Some(text)) => is_domain_spec(text),
        };
        if !fits || !is_cidr(cidr) {
            return Err(wrong(match kind {
                MechanismKind::All => "nothing may follow the all",
                MechanismKind::Ip4 => "an IPv4 address is needed, with /0 to /32 or without",
                MechanismKind::Ip6 => "an IPv6 address is needed, with /0 to /128 or without",
                MechanismKind::A | MechanismKind::Mx => "a domain name or a prefix length such as /24 is needed",
                MechanismKind::Include | MechanismKind::Ptr | MechanismKind::Exists => "a domain name is needed",
            }));
        }
        Ok(Some(Self { qualifier, kind, target: target.map(str::to_owned), cidr: cidr.to_owned() }))
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let qualifier = match (self.qualifier, self.kind) {
            (Qualifier::Pass, MechanismKind::All) => "+",
            (qualifier, _) => qualifier.as_str(),
        };
        write!(f, "{qualifier}{}", self.kind.as_str())?;
        if let Some(target) = &self.target {
            write!(f, ":{target}")?;
        }
        f.write_str(&self.cidr)
    }
}

/// A `name=value` (RFC 7208, 6). Those that nobody knows are kept and mean nothing.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Modifier {
    /// Lower case, e.g. `redirect` or `exp`.
    pub(super) name: String,
    /// As written.
    pub(super) value: String,
}

impl Modifier {
    /// The name, lower case.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What stands behind the `=`, as written.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    fn read(word: &str) -> Result<Self, SpfError> {
        let wrong = |why| SpfError::Term { term: word.to_owned(), why };
        let Some((name, value)) = word.split_once('=') else {
            return Err(wrong("it is none of all, include, a, mx, ptr, ip4, ip6 and exists"));
        };
        let name = name.to_ascii_lowercase();
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        if !is_name {
            return Err(wrong("a modifier is letters, digits, -, _ and ., an = and a value"));
        }
        if name == "v" {
            return Err(SpfError::TwoRecords);
        }
        let is_known = name == "redirect" || name == "exp";
        let fits = if is_known { is_domain_spec(value) } else { is_macro_string(value) };
        match fits {
            true => Ok(Self { name, value: value.to_owned() }),
            false => Err(wrong("a domain name is needed behind the =")),
        }
    }
}

impl fmt::Display for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.name, self.value)
    }
}

/// One word of a record.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Term {
    /// Whom the record is about.
    Mechanism(Mechanism),
    /// What else it says.
    Modifier(Modifier),
}

impl Term {
    pub(super) fn read(word: &str) -> Result<Self, SpfError> {
        Ok(match Mechanism::read(word)? {
            Some(mechanism) => Self::Mechanism(mechanism),
            None => Self::Modifier(Modifier::read(word)?),
        })
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mechanism(mechanism) => mechanism.fmt(f),
            Self::Modifier(modifier) => modifier.fmt(f),
        }
    }
}
