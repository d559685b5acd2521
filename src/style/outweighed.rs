//! What a book's own sheet says of all pages and a bundled style, which it imports, says of each kind of page: there the
//! weightier selector of the bundled style wins (CSS Paged Media 3, 3.5), and the book's declaration would be left out
//! in silence.

use super::longhand::Longhand;
use super::page::PageContext;
use super::paged::rules_for;
use super::prepared::{PreparedPage, Weighed};
use super::sheet::PageSelector;
use crate::diagnostic::{Diagnostics, codes};

/// Warns of declarations in the book's own `@page` rules that bundled rules outweigh on every page they are for.
pub fn report(pages: &[PreparedPage], diags: &mut Diagnostics) {
    for rule in pages {
        for values in rule.values.chunk_by(|a, b| a.place == b.place) {
            let Some(place) = &values[0].place else { continue };
            let Some(winners) = outweighing(pages, &rule.selector, values) else { continue };
            let property = place.source.text.get(place.range.clone()).unwrap_or_default();
            let named =
                |last: &str| winners.iter().map(|name| format!("`@page {name}`")).collect::<Vec<_>>().join(last);
            let message = format!("`{property}` has no effect here: the imported style says it for {}", named(" and "));
            diags
                .warning(codes::CSS_UNSUPPORTED, place.clone(), message)
                .help(format!("say it in {}, which weigh more than `@page` alone", named(" and in ")));
        }
    }
}

/// The selectors of the bundled rules that win over a declaration wherever it is for; `None` where it wins once, or
/// the book's own sheet says something weightier.
fn outweighing(pages: &[PreparedPage], selector: &PageSelector, values: &[Weighed]) -> Option<Vec<String>> {
    let mut winners = Vec::new();
    let sides = [true, false].into_iter().filter(|side| selector.left.is_none_or(|left| left == *side));
    for left in sides {
        let (name, first, blank) = (selector.name.clone(), selector.first, selector.blank);
        let rules = rules_for(pages, &PageContext { name, first, blank, left, marked: false });
        for weighed in values {
            let longhand = weighed.slot.resolve(false);
            let (winner, value) = winner(&rules, longhand)?;
            if value.place.is_some() {
                return None;
            }
            let name = shown(&winner.selector);
            if !winners.contains(&name) {
                winners.push(name);
            }
        }
    }
    (!winners.is_empty()).then_some(winners)
}

/// The declaration of a longhand that wins, with its rule.
fn winner<'p>(rules: &[&'p PreparedPage], longhand: Longhand) -> Option<(&'p PreparedPage, &'p Weighed)> {
    let said = rules.iter().flat_map(|rule| rule.values.iter().map(|value| (*rule, value)));
    said.filter(|(_, value)| value.slot.resolve(false) == longhand).max_by_key(|(_, value)| value.important)
}

fn shown(selector: &PageSelector) -> String {
    let mut out = selector.name.clone().unwrap_or_default();
    let side = match selector.left {
        Some(true) => ":left",
        Some(false) => ":right",
        None => "",
    };
    for (is_there, pseudo) in [(selector.first, ":first"), (selector.blank, ":blank"), (true, side)] {
        out.push_str(if is_there { pseudo } else { "" });
    }
    out
}
