//! Lists of a tenant's connections, in every order, and how many there are.
//!
//! A page begins at its place in the index of its order, and takes 1 to 2 ms wherever that is (50 rows; SQLite, and PostgreSQL on the
//! same machine; two shared cores, a build that is hardly optimised). Only in the middle of the order by urgency, SQLite steps over what
//! is as urgent and changed later: 25 ms among 100,000 connections, 0.15 s among a million.
//!
//! `search` looks at one name after the other, from the place on, until the page is full: no index has parts of names. A part that many
//! names have costs no more than a page. One that few names have, or none, costs a look at all names of the tenant:
//!
//! | connections of the tenant | SQLite | PostgreSQL |
//! |---|---|---|
//! | 100,000 | 15 to 60 ms | 45 to 80 ms |
//! | 1,000,000 | 0.3 to 0.5 s | 0.5 to 0.9 s |
//!
//! Counting by state reads one narrow index: 10 and 45 ms among 100,000, 0.2 s on both among a million.

use crate::connections::{columns, connection};
use crate::error::StoreError;
use crate::page::{Page, Place};
use crate::reader::Reader;
use crate::sql::{Sql, statements, urgency};
use crate::value::{Value, values};
use nameplate_domain::connection::{Connection, Order, State};
use nameplate_domain::hostname_part::HostnamePart;
use nameplate_domain::tenancy::{ApplicationId, TenantId};
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

/// What every filter but the most selective one asks for. `$2` is a list of states as `,live,drifted,`; the `_` of a state's name
/// matches itself, and nothing else that is a state. Places begin at `$8`.
macro_rules! filtered {
    ($narrower:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM connections WHERE tenant_id = $1 \
             AND (CAST($2 AS TEXT) IS NULL OR CAST($2 AS TEXT) LIKE '%,' || state || ',%') \
             AND (CAST($3 AS UUID) IS NULL OR application_id = $3) \
             AND (CAST($4 AS TEXT) IS NULL OR batch_id = $4) \
             AND (CAST($5 AS TEXT) IS NULL OR hostname = $5) \
             AND (CAST($6 AS TEXT) IS NULL OR hostname LIKE $6 ESCAPE '!')",
            $narrower
        )
    };
}
/// A page out of an index that has its rows in their order.
macro_rules! read {
    ($narrower:literal, $after:expr, $order:expr) => {
        concat!(filtered!($narrower), " AND ", $after, " ORDER BY ", $order, " LIMIT $7")
    };
}
/// A page of few rows, which are found by another index than that of their order: without `MATERIALIZED`, all of the tenant's rows
/// would be read in order instead.
macro_rules! sorted {
    ($narrower:literal, $after:expr, $order:expr) => {
        concat!(
            "WITH few AS MATERIALIZED (",
            filtered!($narrower),
            ") SELECT ",
            columns!(),
            " FROM few WHERE ",
            $after,
            " ORDER BY ",
            $order,
            " LIMIT $7"
        )
    };
}
macro_rules! newest {
    ($page:ident $narrower:literal) => {
        $page!($narrower, "(created_at_ms, id) < ($8, $9)", "created_at_ms DESC, id DESC")
    };
}
macro_rules! oldest {
    ($page:ident $narrower:literal) => {
        $page!($narrower, "(created_at_ms, id) > ($8, $9)", "created_at_ms, id")
    };
}
macro_rules! latest_change {
    ($page:ident $narrower:literal) => {
        $page!($narrower, "(state_since_ms, id) < ($8, $9)", "state_since_ms DESC, id DESC")
    };
}
macro_rules! earliest_change {
    ($page:ident $narrower:literal) => {
        $page!($narrower, "(state_since_ms, id) > ($8, $9)", "state_since_ms, id")
    };
}
macro_rules! by_hostname {
    ($page:ident $narrower:literal) => {
        $page!($narrower, "(hostname, created_at_ms, id) > ($10, $8, $9)", "hostname, created_at_ms, id")
    };
}
// Which text comes after every name depends on how PostgreSQL was told to sort; the last name, and something more, does.
macro_rules! by_hostname_reversed {
    ($page:ident $narrower:literal) => {
        $page!(
            $narrower,
            "(hostname, created_at_ms, id) < (COALESCE(CAST($10 AS TEXT), \
             (SELECT MAX(hostname) || 'z' FROM connections WHERE tenant_id = $1)), $8, $9)",
            "hostname DESC, created_at_ms DESC, id DESC"
        )
    };
}
// SQLite does not look for rows of expressions in an index: it is told where the urgency of the place begins.
macro_rules! by_urgency {
    ($page:ident $narrower:literal) => {
        $page!(
            $narrower,
            concat!(urgency!(), " <= $10 AND (", urgency!(), ", state_since_ms, id) < ($10, $8, $9)"),
            concat!(urgency!(), " DESC, state_since_ms DESC, id DESC")
        )
    };
}

statements! { connections by "id";
    NEWEST = newest!(read "");
    NEWEST_OF_HOSTNAME = newest!(read " AND hostname = $5");
    NEWEST_OF_BATCH = newest!(read " AND batch_id = $4");
    OLDEST = oldest!(read "");
    OLDEST_OF_HOSTNAME = oldest!(read " AND hostname = $5");
    OLDEST_OF_BATCH = oldest!(read " AND batch_id = $4");
    LATEST_CHANGE = latest_change!(read "");
    LATEST_CHANGE_OF_HOSTNAME = latest_change!(sorted " AND hostname = $5");
    LATEST_CHANGE_OF_BATCH = latest_change!(sorted " AND batch_id = $4");
    EARLIEST_CHANGE = earliest_change!(read "");
    EARLIEST_CHANGE_OF_HOSTNAME = earliest_change!(sorted " AND hostname = $5");
    EARLIEST_CHANGE_OF_BATCH = earliest_change!(sorted " AND batch_id = $4");
    BY_HOSTNAME = by_hostname!(read "");
    BY_HOSTNAME_OF_HOSTNAME = by_hostname!(read " AND hostname = $5");
    BY_HOSTNAME_OF_BATCH = by_hostname!(sorted " AND batch_id = $4");
    BY_HOSTNAME_REVERSED = by_hostname_reversed!(read "");
    BY_HOSTNAME_REVERSED_OF_HOSTNAME = by_hostname_reversed!(read " AND hostname = $5");
    BY_HOSTNAME_REVERSED_OF_BATCH = by_hostname_reversed!(sorted " AND batch_id = $4");
    BY_URGENCY = by_urgency!(read "");
    BY_URGENCY_OF_HOSTNAME = by_urgency!(sorted " AND hostname = $5");
    BY_URGENCY_OF_BATCH = by_urgency!(sorted " AND batch_id = $4");
    COUNTED = "SELECT state, COUNT(*) AS counted FROM connections WHERE tenant_id = $1 \
               AND (CAST($2 AS UUID) IS NULL OR application_id = $2) GROUP BY state";
}

/// Which of a tenant's connections to list. Everything that is given must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ConnectionFilter {
    /// In one of these states; empty for any.
    pub states: Vec<State>,
    /// Of this application.
    pub application: Option<ApplicationId>,
    /// Of exactly this host name, in the form of [`Hostname::as_str`](nameplate_domain::hostname::Hostname::as_str).
    pub hostname: Option<String>,
    /// Created together under this mark.
    pub batch_id: Option<String>,
    /// With this in the host name.
    pub search: Option<HostnamePart>,
}

impl ConnectionFilter {
    /// The statement that meets the fewest rows. (A text that leaves the choice to a parameter cannot use its index.)
    fn statement(&self, order: Order) -> &'static Sql {
        let [all, of_hostname, of_batch] = match order {
            Order::Newest => [&NEWEST, &NEWEST_OF_HOSTNAME, &NEWEST_OF_BATCH],
            Order::Oldest => [&OLDEST, &OLDEST_OF_HOSTNAME, &OLDEST_OF_BATCH],
            Order::LatestChange => [&LATEST_CHANGE, &LATEST_CHANGE_OF_HOSTNAME, &LATEST_CHANGE_OF_BATCH],
            Order::EarliestChange => [&EARLIEST_CHANGE, &EARLIEST_CHANGE_OF_HOSTNAME, &EARLIEST_CHANGE_OF_BATCH],
            Order::Hostname => [&BY_HOSTNAME, &BY_HOSTNAME_OF_HOSTNAME, &BY_HOSTNAME_OF_BATCH],
            Order::HostnameReversed => {
                [&BY_HOSTNAME_REVERSED, &BY_HOSTNAME_REVERSED_OF_HOSTNAME, &BY_HOSTNAME_REVERSED_OF_BATCH]
            }
            Order::Urgency => [&BY_URGENCY, &BY_URGENCY_OF_HOSTNAME, &BY_URGENCY_OF_BATCH],
        };
        match (&self.hostname, &self.batch_id) {
            (Some(_), _) => of_hostname,
            (None, Some(_)) => of_batch,
            (None, None) => all,
        }
    }

    fn states_listed(&self) -> Option<String> {
        (!self.states.is_empty())
            .then(|| self.states.iter().fold(",".to_owned(), |list, state| list + state.as_str() + ","))
    }

    /// For `LIKE … ESCAPE '!'`: a `%` that was typed is looked for, and finds nothing.
    fn pattern(&self) -> Option<String> {
        let escaped = |c| if matches!(c, '%' | '_' | '!') { vec!['!', c] } else { vec![c] };
        let part = self.search.as_ref()?;
        Some(format!("%{}%", part.as_str().chars().flat_map(escaped).collect::<String>()))
    }
}

/// Where a connection stands in an order.
#[must_use]
pub fn place_of(order: Order, connection: &Connection) -> Place {
    let (head, at) = match order {
        Order::Newest | Order::Oldest => (String::new(), connection.created_at),
        Order::LatestChange | Order::EarliestChange => (String::new(), connection.state_since),
        Order::Hostname | Order::HostnameReversed => (connection.hostname.to_string(), connection.created_at),
        Order::Urgency => (connection.state.urgency().to_string(), connection.state_since),
    };
    Place { head, at, id: connection.id.0 }
}

/// The values of the place that a page begins after, in the statement of `order`; that before all rows, when there is none.
fn bounds(order: Order, after: Option<&Place>) -> Vec<Value<'_>> {
    let from_the_least = matches!(order, Order::Oldest | Order::EarliestChange | Order::Hostname);
    let (at, id) = match (after, from_the_least) {
        (Some(place), _) => (place.at, place.id),
        (None, true) => (Timestamp::from_ms(i64::MIN), Uuid::nil()),
        (None, false) => (Timestamp::from_ms(i64::MAX), Uuid::max()),
    };
    let head = after.map(|place| place.head.as_str());
    let head = match order {
        Order::Newest | Order::Oldest | Order::LatestChange | Order::EarliestChange => None,
        Order::Hostname => Some(Value::Text(head.or(Some("")))),
        Order::HostnameReversed => Some(Value::Text(head)),
        Order::Urgency => Some(Value::Int(Some(head.and_then(|head| head.parse().ok()).unwrap_or(i64::MAX)))),
    };
    [at.into(), id.into()].into_iter().chain(head).collect()
}

impl Reader {
    /// The tenant's connections, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn connections(
        &self,
        tenant: TenantId,
        filter: &ConnectionFilter,
        page: Page,
    ) -> Result<Vec<Connection>, StoreError> {
        let after = page.before.map(Place::from);
        self.connections_in(Order::Newest, tenant, filter, after.as_ref(), page.limit).await
    }

    /// Up to `limit` of the tenant's connections in an order, those after `after`. Rows that are inserted meanwhile neither repeat nor
    /// hide others.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn connections_in(
        &self,
        order: Order,
        tenant: TenantId,
        filter: &ConnectionFilter,
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Vec<Connection>, StoreError> {
        let (states, pattern) = (filter.states_listed(), filter.pattern());
        let mut values = values![
            tenant,
            states.as_deref(),
            filter.application,
            filter.batch_id.as_deref(),
            filter.hostname.as_deref(),
            pattern.as_deref(),
            limit,
        ]
        .to_vec();
        values.extend(bounds(order, after));
        self.all(filter.statement(order), &values, connection).await
    }

    /// How many of the tenant's connections, or of one application's, are in each state; states without any are left out.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn connections_by_state(
        &self,
        tenant: TenantId,
        application: Option<ApplicationId>,
    ) -> Result<Vec<(State, i64)>, StoreError> {
        let read = |row: &crate::row::Row| Ok((row.name("state", State::from_name)?, row.get("counted")?));
        self.all(&COUNTED, values![tenant, application], read).await
    }
}
