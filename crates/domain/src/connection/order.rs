//! In which order connections are listed.

/// An order of connections. What is equal in it is told apart by time and identifier, so that each row has one place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Order {
    /// Those created last come first.
    #[default]
    Newest,
    /// Those created first come first.
    Oldest,
    /// Those come first that are in their state for the shortest time.
    LatestChange,
    /// Those come first that are in their state for the longest time.
    EarliestChange,
    /// By host name, in A-labels.
    Hostname,
    /// By host name, the last one first.
    HostnameReversed,
    /// What needs attention comes first ([`State::urgency`](super::State::urgency)), and in that what changed last.
    Urgency,
}

impl Order {
    /// Every order, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Newest,
        Self::Oldest,
        Self::LatestChange,
        Self::EarliestChange,
        Self::Hostname,
        Self::HostnameReversed,
        Self::Urgency,
    ];

    /// The name in the API: the field, with `-` where the greatest comes first.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "-created_at",
            Self::Oldest => "created_at",
            Self::LatestChange => "-state_since",
            Self::EarliestChange => "state_since",
            Self::Hostname => "hostname",
            Self::HostnameReversed => "-hostname",
            Self::Urgency => "state",
        }
    }

    /// The order of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for order in Order::ALL {
            assert_eq!(Order::from_name(order.as_str()), Some(order));
        }
        assert_eq!(Order::from_name("created"), None);
        assert_eq!(Order::default().as_str(), "-created_at");
    }
}
