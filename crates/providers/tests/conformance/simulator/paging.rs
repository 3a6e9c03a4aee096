//! The ways in which lists are cut into pages.

use super::World;

/// One page of a list.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// The page after this one, from 1; `None` at the end.
    pub(crate) next: Option<usize>,
    /// How many pages there are; at least 1.
    pub(crate) pages: usize,
    /// How many items there are in all.
    pub(crate) total: usize,
    /// How many items a page has at most.
    pub(crate) size: usize,
}

/// Page `page` (from 1) of `items`. `asked` is how many the request wants, `usual` how many there are when it says nothing, `most` what
/// the API allows; the world can force smaller pages.
pub(crate) fn page<T>(
    world: &World,
    items: Vec<T>,
    page: Option<&str>,
    asked: Option<&str>,
    (usual, most): (usize, usize),
) -> Page<T> {
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<usize>().ok()).filter(|number| *number > 0);
    let size = number(asked).unwrap_or(usual).min(most).min(world.page_max);
    let page = number(page).unwrap_or(1);
    let total = items.len();
    let pages = total.div_ceil(size).max(1);
    let items = items.into_iter().skip((page - 1) * size).take(size).collect();
    Page { items, next: (page < pages).then_some(page + 1), pages, total, size }
}

/// The items after `cursor` (of this function's making; `None` for the first), at most `asked` or `usual`, and the cursor of what
/// follows.
pub(crate) fn after_cursor<T>(
    world: &World,
    items: Vec<T>,
    cursor: Option<&str>,
    asked: Option<&str>,
    (usual, most): (usize, usize),
) -> (Vec<T>, Option<String>) {
    let start = cursor.and_then(|cursor| cursor.strip_prefix("after-")?.parse().ok()).unwrap_or(0);
    let size = asked.and_then(|asked| asked.parse().ok()).unwrap_or(usual).min(most).min(world.page_max);
    let total = items.len();
    let items: Vec<T> = items.into_iter().skip(start).take(size).collect();
    let end = start + items.len();
    (items, (end < total).then(|| format!("after-{end}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_on_one_page() {
        let world = World { page_max: 2, ..World::default() };
        let items = || vec![1, 2, 3, 4, 5];
        let first = page(&world, items(), None, Some("100"), (20, 200));
        assert_eq!((first.items, first.next, first.pages, first.total, first.size), (vec![1, 2], Some(2), 3, 5, 2));
        let last = page(&world, items(), Some("3"), None, (20, 200));
        assert_eq!((last.items, last.next), (vec![5], None));
        let (some, next) = after_cursor(&world, items(), None, None, (20, 200));
        assert_eq!((some, next.as_deref()), (vec![1, 2], Some("after-2")));
        let (rest, end) = after_cursor(&world, items(), Some("after-4"), Some("2"), (20, 200));
        assert_eq!((rest, end), (vec![5], None));
    }
}
