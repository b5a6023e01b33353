//! Reads a whole list, page by page.

use std::future::Future;

use crate::domain::paging::{Limit, Page, Paging};

/// Every item of a list that `read` returns a page of.
pub async fn all_pages<T, E, F>(read: impl Fn(Paging) -> F) -> Result<Vec<T>, E>
where
    F: Future<Output = Result<Page<T>, E>>,
{
    let mut all = Vec::new();
    let mut paging = Paging {
        after: None,
        limit: Limit::MAX,
    };
    loop {
        let page = read(paging.clone()).await?;
        all.extend(page.items);
        if page.next.is_none() {
            return Ok(all);
        }
        paging.after = page.next;
    }
}
