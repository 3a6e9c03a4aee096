//! Lists: a page at a time, by a cursor that names the place of the last row shown; newest first where nothing else is said.

use crate::failure::Failure;
use crate::limits::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX};
use nameplate_control::hash_of;
use nameplate_domain::time::Timestamp;
use nameplate_store::{Page, Place};
use serde::Serialize;
use std::borrow::Cow;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Array, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

/// One page of a list.
#[derive(Debug, Serialize)]
pub(crate) struct List<T> {
    data: Vec<T>,
    next_cursor: Option<String>,
}

impl<T> List<T> {
    /// A list that fits on one page.
    pub(crate) fn whole(data: Vec<T>) -> Self {
        Self { data, next_cursor: None }
    }
}

/// Which rows to show. A cursor of one list is refused by another, whose rows it does not name; lists that differ in their order
/// have different names.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    list: &'static str,
    limit: u32,
    after: Option<Place>,
}

impl Window {
    /// Reads `limit` and `cursor` for the list called `list`.
    pub(crate) fn read(list: &'static str, limit: Option<u32>, cursor: Option<&str>) -> Result<Self, Failure> {
        let limit = limit.unwrap_or(PAGE_LIMIT_DEFAULT);
        if !(1..=PAGE_LIMIT_MAX).contains(&limit) {
            return Err(Failure::invalid(format!("limit must be between 1 and {PAGE_LIMIT_MAX}.")));
        }
        let read = |cursor| {
            open(list, cursor).ok_or_else(|| {
                Failure::invalid(
                    "cursor is not one that this list gave; send next_cursor as it was, or leave it out to start over.",
                )
            })
        };
        Ok(Self { list, limit, after: cursor.map(read).transpose()? })
    }

    /// What to ask the store for: one row more than is shown tells whether there are more.
    pub(crate) fn page(&self) -> Page {
        Page { limit: self.read_limit(), before: self.after().map(|place| (place.at, place.id)) }
    }

    /// How many rows to ask the store for.
    pub(crate) fn read_limit(&self) -> u32 {
        self.limit + 1
    }

    /// What the rows come after.
    pub(crate) fn after(&self) -> Option<&Place> {
        self.after.as_ref()
    }

    /// The page, and where the next one begins. `at` gives a row's place.
    pub(crate) fn show<R, T, P: Into<Place>>(
        self,
        mut rows: Vec<R>,
        at: impl Fn(&R) -> P,
        view: impl Fn(R) -> T,
    ) -> List<T> {
        let shown = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > shown;
        rows.truncate(shown);
        let next_cursor = rows.last().filter(|_| has_more).map(|row| seal(self.list, &at(row).into()));
        List { data: rows.into_iter().map(view).collect(), next_cursor }
    }
}

/// 16 hex digits of time, 32 of the id, the head, 8 of a checksum: a mistyped cursor is refused instead of starting somewhere else.
fn seal(list: &str, place: &Place) -> String {
    let place = format!("{:016x}{}{}", place.at.as_ms(), place.id.as_simple(), place.head);
    let checksum = checksum(list, &place);
    place + &checksum
}

fn open(list: &str, cursor: &str) -> Option<Place> {
    let (place, shown) = cursor.split_at_checked(cursor.len().checked_sub(8)?)?;
    // What anybody can compute proves nothing: a head goes to the store, and has the characters of host names at most.
    if checksum(list, place) != shown || !place.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let (at, rest) = place.split_at_checked(16)?;
    let (id, head) = rest.split_at_checked(32)?;
    let at = u64::from_str_radix(at, 16).ok()?;
    let at = Timestamp::from_ms(i64::from_ne_bytes(at.to_ne_bytes()));
    Some(Place { head: head.to_owned(), at, id: Uuid::try_parse(id).ok()? })
}

fn checksum(list: &str, place: &str) -> String {
    hash_of(format!("{list} {place}").as_bytes())[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

impl<T: ToSchema> PartialSchema for List<T> {
    fn schema() -> RefOr<Schema> {
        let cursor = ObjectBuilder::new()
            .schema_type(SchemaType::Array(vec![Type::String, Type::Null]))
            .description(Some("Send as cursor to get the next page; null on the last."));
        ObjectBuilder::new()
            .description(Some("One page of a list, newest first unless said otherwise."))
            .property("data", Array::new(Ref::from_schema_name(T::name())))
            .required("data")
            .property("next_cursor", cursor)
            .required("next_cursor")
            .into()
    }
}

impl<T: ToSchema> ToSchema for List<T> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}List", T::name()))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_only_as_it_was_given() {
        for (ms, head) in [(-5, ""), (0, "3"), (1_782_993_600_000, "*.shop.customer.com")] {
            let place = Place { head: head.to_owned(), at: Timestamp::from_ms(ms), id: Uuid::from_u128(7) };
            let cursor = seal("connections", &place);
            assert_eq!(open("connections", &cursor), Some(place));
            assert_eq!(open("applications", &cursor), None, "a cursor of another list");
            for at in 0..cursor.len() {
                let mut tampered = cursor.clone().into_bytes();
                tampered[at] = if tampered[at] == b'0' { b'1' } else { b'0' };
                assert_eq!(open("connections", &String::from_utf8(tampered).unwrap()), None);
            }
        }
        let forged = Place { head: "\0".to_owned(), at: Timestamp::from_ms(1), id: Uuid::from_u128(7) };
        for wrong in ["", "x", "ü".repeat(40).as_str(), seal("connections", &forged).as_str()] {
            assert_eq!(open("connections", wrong), None);
        }
    }
}
