//! How a name server's name is recognised.

/// Matches whole labels of a name in lower case without its trailing dot, never a part of a label.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Pattern {
    /// This name and no other.
    Exact(&'static str),
    /// The whole name, in which each `*` stands for one or more characters other than a dot.
    Glob(&'static str),
    /// This name, and every name below it.
    Suffix(&'static str),
}

impl Pattern {
    /// Whether `name` (lower case, no trailing dot) fits.
    #[must_use]
    pub fn matches(self, name: &str) -> bool {
        match self {
            Self::Exact(whole) => name == whole,
            Self::Glob(glob) => {
                name.split('.').count() == glob.split('.').count()
                    && name.split('.').zip(glob.split('.')).all(|(label, pattern)| label_matches(label, pattern))
            }
            Self::Suffix(suffix) => {
                name.strip_suffix(suffix).is_some_and(|before| before.is_empty() || before.ends_with('.'))
            }
        }
    }

    /// How much a match says: greater wins. Exact names and globs describe the whole name and come before any suffix; among
    /// suffixes the longest wins.
    #[must_use]
    pub fn weight(self) -> (u8, usize) {
        match self {
            Self::Exact(text) => (2, text.len()),
            Self::Glob(text) => (1, text.len()),
            Self::Suffix(text) => (0, text.len()),
        }
    }

    /// The pattern's text, for display.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact(text) | Self::Glob(text) | Self::Suffix(text) => text,
        }
    }
}

/// One label against one label of a glob.
fn label_matches(label: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => label == pattern,
        Some((before, after)) => label.strip_prefix(before).is_some_and(|rest| {
            // The star takes at least one character, then as few more as let the rest fit.
            rest.char_indices()
                .skip(1)
                .map(|(at, _)| at)
                .chain([rest.len()])
                .any(|at| at > 0 && label_matches(&rest[at..], after))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_takes_whole_labels() {
        let suffix = Pattern::Suffix("one.com");
        assert!(suffix.matches("one.com") && suffix.matches("ns01.one.com") && suffix.matches("a.b.one.com"));
        assert!(!suffix.matches("ns.someone.com") && !suffix.matches("ns01.one.com.attacker.net"));
    }

    #[test]
    fn a_star_is_one_or_more_characters_of_one_label() {
        let glob = Pattern::Glob("ns-*.awsdns-*.co.uk");
        assert!(glob.matches("ns-1686.awsdns-18.co.uk"));
        for other in [
            "ns-.awsdns-18.co.uk",
            "ns-1.2.awsdns-18.co.uk",
            "ns-1.awsdns-18.co.uk.attacker.com",
            "x.ns-1.awsdns-18.co.uk",
        ] {
            assert!(!glob.matches(other), "{other}");
        }
        assert!(Pattern::Glob("*-*-a.example").matches("x-y-z-a.example"));
        assert!(!Pattern::Glob("*-a.example").matches("-a.example"));
        assert!(Pattern::Glob("ns-*-a").matches("ns-é-a"));
    }
}
