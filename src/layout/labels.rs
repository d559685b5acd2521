//! What pages are called.

use crate::flow::{Flow, Matter};
use crate::language::numerals::{front, number};

use super::paginate::Plan;

/// The label of each page: none for the cover, roman from i for the front matter, arabic from 1 for the body, on to
/// the end of the book, in the digits and letters of the book's language. A blank page counts with the pages before it.
pub(super) fn labels(flow: &Flow, plans: &[Plan]) -> Vec<String> {
    let lang = &flow.meta.language;
    let (mut fronts, mut body) = (0u64, 0u64);
    let mut matter = None;
    plans
        .iter()
        .map(|plan| {
            let own = flow.sections[plan.section as usize].matter;
            let counted = if plan.blank { matter.unwrap_or(own) } else { own };
            matter = Some(counted);
            match counted {
                Matter::Cover => String::new(),
                Matter::Front => {
                    fronts += 1;
                    front(lang, fronts)
                }
                Matter::Body => {
                    body += 1;
                    number(lang, body)
                }
            }
        })
        .collect()
}

/// `counter(pages)`: the number of the last page of the body, so that "12 of 240" ends with "240 of 240"; the number
/// of pages where there is no body.
pub(super) fn total(flow: &Flow, plans: &[Plan], labels: &[String]) -> String {
    let is_body = |plan: &Plan| flow.sections[plan.section as usize].matter == Matter::Body && !plan.blank;
    let last = plans.iter().rposition(is_body).and_then(|page| labels.get(page));
    last.cloned().unwrap_or_else(|| number(&flow.meta.language, plans.len() as u64))
}
