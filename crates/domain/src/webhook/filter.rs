//! Which events an endpoint is told of.

use crate::connection::Announcement;
use std::collections::BTreeSet;

/// A set of events; an empty one stands for all, also those that are added later.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct EventFilter {
    known: BTreeSet<Announcement>,
    /// It names events of a later version: that it names none of ours does not mean all.
    has_unknown: bool,
}

/// A name that is no event's.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("cannot be {name:?}; known is {}", Announcement::ALL.map(Announcement::as_str).join(", "))]
pub struct UnknownEvent {
    /// Place in the list, counted from 0.
    pub at: usize,
    /// The name, shortened to 60 characters.
    pub name: String,
}

impl EventFilter {
    /// From the events' names. One that is named twice counts once.
    ///
    /// # Errors
    /// [`UnknownEvent`] for the first name that is no event's.
    pub fn parse<S: AsRef<str>>(names: &[S]) -> Result<Self, UnknownEvent> {
        let known = |(at, name): (usize, &S)| {
            let name = name.as_ref();
            let unknown = || UnknownEvent { at, name: name.chars().take(60).collect() };
            Announcement::from_name(name).ok_or_else(unknown)
        };
        let known = names.iter().enumerate().map(known).collect::<Result<_, _>>()?;
        Ok(Self { known, has_unknown: false })
    }

    /// From names as they were kept. Another version may have kept them: those that are no event's here are left out, and a filter of
    /// nothing else lets nothing through.
    #[must_use]
    pub fn kept<S: AsRef<str>>(names: &[S]) -> Self {
        let known: BTreeSet<_> = names.iter().filter_map(|name| Announcement::from_name(name.as_ref())).collect();
        let has_unknown = names.iter().any(|name| Announcement::from_name(name.as_ref()).is_none());
        Self { known, has_unknown }
    }

    /// Whether the endpoint is told of it.
    #[must_use]
    pub fn has(&self, event: Announcement) -> bool {
        self.known.contains(&event) || (self.known.is_empty() && !self.has_unknown)
    }

    /// The names that are known here, in the order of the catalogue.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.known.iter().map(|event| event.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_filter_lets_everything_through() {
        let all = EventFilter::parse::<&str>(&[]).unwrap();
        assert!(Announcement::ALL.into_iter().all(|event| all.has(event)));
    }

    #[test]
    fn a_filter_lets_through_what_it_names_and_nothing_else() {
        let some = EventFilter::parse(&["domain.drift", "ssl.issued", "domain.drift"]).unwrap();
        let told: Vec<_> = Announcement::ALL.into_iter().filter(|event| some.has(*event)).collect();
        assert_eq!(told, [Announcement::SslIssued, Announcement::Drift]);
        assert_eq!(some.names(), ["ssl.issued", "domain.drift"]);
        assert_eq!(EventFilter::parse(&some.names()).unwrap(), some);
    }

    #[test]
    fn a_kept_filter_leaves_out_what_is_unknown_and_never_becomes_one_for_all() {
        let told = |names: &[&str]| -> Vec<_> {
            let filter = EventFilter::kept(names);
            Announcement::ALL.into_iter().filter(|event| filter.has(*event)).collect()
        };
        assert_eq!(told(&[]), Announcement::ALL);
        assert_eq!(told(&["domain.drift", "domain.renamed"]), [Announcement::Drift]);
        assert_eq!(told(&["domain.renamed"]), []);
        assert_eq!(EventFilter::kept(&["domain.drift"]), EventFilter::parse(&["domain.drift"]).unwrap());
    }

    #[test]
    fn an_unknown_name_is_refused_with_its_place_and_the_known_ones() {
        let refused = EventFilter::parse(&["ssl.issued", "SSL.issued"]).unwrap_err();
        assert_eq!((refused.at, refused.name.as_str()), (1, "SSL.issued"));
        assert!(refused.to_string().contains("domain.flow.completed"), "{refused}");
        assert_eq!(EventFilter::parse(&["x".repeat(500)]).unwrap_err().name.len(), 60);
    }
}
