//! What stands above a list: one's own views of it, and the way to keep this one.

use leptos::prelude::*;

use crate::desk::kept::actions::new_href;
use crate::desk::kept::model::Place;
use crate::desk::kept::store::kept;
use crate::desk::kept::words;
use crate::kernel::db::Tx;
use crate::ui::page::Visit;

/// One's own views of the list that this page shows, as links; and the way to keep it as it is now, where it was asked something
/// that is not kept yet.
pub async fn kept_views(tx: &mut Tx, visit: &Visit) -> Result<AnyView, sqlx::Error> {
    let Some(here) = Place::of(&visit.path) else { return Ok(().into_any()) };
    let (lang, kept) = (visit.lang, kept(tx, Some(&here.page)).await?);
    let is_kept = kept.iter().any(|view| view.place == here);
    if kept.is_empty() && here.query.is_empty() {
        return Ok(().into_any());
    }
    let change =
        (!kept.is_empty()).then(|| view! { <li><a href="/desk/views">{words::change(lang)}</a></li> });
    let keep = (!is_kept && !here.query.is_empty()).then(|| {
        let href = new_href(&here);
        view! { <li><a href=href>{words::keep(lang)}</a></li> }
    });
    let views = kept.into_iter().map(|view| {
        let current = (view.place == here).then_some("page");
        view! { <li><a href=view.place.href() aria-current=current>{view.name}</a></li> }
    });
    Ok(view! {
        <nav class="kept-views" aria-label=words::heading(lang)>
            <ul>
                {views.collect_view()}
                {keep}
                {change}
            </ul>
        </nav>
    }
    .into_any())
}
