//! Pages of a list.

use crate::error::StoreError;
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

/// A stretch of a list, newest first. Rows that are inserted meanwhile neither repeat nor hide others, since a page begins at a row and not
/// at a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Page {
    /// Most rows to give. Ask for one more than is shown to learn whether there are more.
    pub limit: u32,
    /// The last row of the page before, as (`created_at`, identifier); `None` for the first page.
    pub before: Option<(Timestamp, Uuid)>,
}

impl Page {
    /// The first page.
    #[must_use]
    pub const fn first(limit: u32) -> Self {
        Self { limit, before: None }
    }

    /// All rows of a list, which `read` gives page by page. `place` is where a row stands, as [`Page::before`] has it.
    ///
    /// # Errors
    /// Those of `read`.
    pub async fn whole<Row>(
        read: impl AsyncFn(Self) -> Result<Vec<Row>, StoreError>,
        place: impl Fn(&Row) -> (Timestamp, Uuid),
    ) -> Result<Vec<Row>, StoreError> {
        const ROWS: u32 = 500;
        let mut all = Vec::new();
        let mut page = Self::first(ROWS);
        loop {
            let some = read(page).await?;
            let is_last = some.len() < ROWS as usize;
            page.before = some.last().map(&place);
            all.extend(some);
            if is_last {
                return Ok(all);
            }
        }
    }

    /// The row that every row of this page comes after.
    pub(crate) fn edge(self) -> (Timestamp, Uuid) {
        self.before.unwrap_or((Timestamp::from_ms(i64::MAX), Uuid::max()))
    }
}

/// A row's place in a list, by what the list is ordered by. A page begins after it, whether the row is still there or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// What is compared before the instant; empty where nothing is.
    pub head: String,
    /// The instant of the order, e.g. `created_at`.
    pub at: Timestamp,
    /// Identifier.
    pub id: Uuid,
}

impl From<(Timestamp, Uuid)> for Place {
    fn from((at, id): (Timestamp, Uuid)) -> Self {
        Self { head: String::new(), at, id }
    }
}
