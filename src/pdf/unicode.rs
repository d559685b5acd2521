//! What a glyph says, as a pure function of its font: the content of `/ToUnicode`.
//!
//! A character's own glyph says that character. A glyph that only substitution reaches says what the glyphs it stands
//! for say: a final form its letter, a ligature its letters. What a page means by a glyph may still differ; there
//! the page says so itself (`ActualText`), so that no page changes what another one's glyphs say.

use std::collections::BTreeMap;

use skrifa::raw::TableProvider as _;
use skrifa::raw::tables::gsub::{SingleSubst, SubstitutionSubtables};
use skrifa::{FontRef, GlyphId16};
use unicode_normalization::UnicodeNormalization as _;

/// Passes over the substitutions: a form of a ligature of a form is as deep as fonts go.
const PASSES: usize = 4;

/// A bound on what one glyph may say: `ﷺ` has eighteen characters.
const LONGEST: usize = 32;

/// What each glyph says; `None` for one that no character reaches.
pub fn glyph_texts(
    characters: impl Iterator<Item = (char, u16)>,
    font: &FontRef<'_>,
    glyphs: u16,
) -> Vec<Option<Box<str>>> {
    let mut texts = vec![None; usize::from(glyphs)];
    from_characters(characters, &mut texts);
    let rules = substitutions(font);
    for _ in 0..PASSES {
        if !apply(&rules, &mut texts) {
            break;
        }
    }
    texts
}

/// Of several characters with one glyph, the lowest; but a compatibility form (`ﻣ`, `ﬁ`) only where there is no other,
/// and then as the letters that it is a form of.
fn from_characters(characters: impl Iterator<Item = (char, u16)>, texts: &mut [Option<Box<str>>]) {
    let mut forms = BTreeMap::new();
    for (c, glyph) in characters {
        let Some(text) = texts.get_mut(usize::from(glyph)) else { continue };
        if is_presentation_form(c) {
            forms.entry(glyph).or_insert(c);
        } else if text.is_none() && !is_forbidden(c) {
            *text = Some(c.to_string().into());
        }
    }
    for (glyph, c) in forms {
        let text = &mut texts[usize::from(glyph)];
        if text.is_none() {
            // Isolated marks decompose to a blank and the mark; the blank is not part of what they say.
            let letters: String = c.nfkc().filter(|c| *c != ' ').collect();
            *text = Some(letters.into());
        }
    }
}

/// Alphabetic and Arabic presentation forms, which text is not written with.
const fn is_presentation_form(c: char) -> bool {
    matches!(c, '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// PDF/A-2 (6.2.11.7.2) lets no glyph mean these; controls mean nothing to a reader.
const fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FEFF}' | '\u{FFFE}')
}

/// A substitution: from these glyphs, to this one.
type Rule = (Vec<u16>, u16);

/// The font's substitutions that have one result, in the order of its lookups.
fn substitutions(font: &FontRef<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    let Ok(lookups) = font.gsub().and_then(|gsub| gsub.lookup_list()) else { return rules };
    for lookup in lookups.lookups().iter().flatten() {
        match lookup.subtables() {
            Ok(SubstitutionSubtables::Single(tables)) => {
                tables.iter().flatten().for_each(|table| single(&table, &mut rules));
            }
            Ok(SubstitutionSubtables::Alternate(tables)) => {
                for table in tables.iter().flatten() {
                    let Ok(coverage) = table.coverage() else { continue };
                    for (from, set) in coverage.iter().zip(table.alternate_sets().iter()) {
                        let Ok(set) = set else { continue };
                        rules.extend(
                            set.alternate_glyph_ids().iter().map(|to| (vec![from.to_u16()], to.get().to_u16())),
                        );
                    }
                }
            }
            Ok(SubstitutionSubtables::Ligature(tables)) => {
                for table in tables.iter().flatten() {
                    let Ok(coverage) = table.coverage() else { continue };
                    for (first, set) in coverage.iter().zip(table.ligature_sets().iter()) {
                        let Ok(set) = set else { continue };
                        for ligature in set.ligatures().iter().flatten() {
                            let rest = ligature.component_glyph_ids().iter().map(|g| g.get().to_u16());
                            let from = std::iter::once(first.to_u16()).chain(rest).collect();
                            rules.push((from, ligature.ligature_glyph().to_u16()));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    rules
}

fn single(table: &SingleSubst<'_>, rules: &mut Vec<Rule>) {
    let mut add = |from: GlyphId16, to: u16| rules.push((vec![from.to_u16()], to));
    match table {
        SingleSubst::Format1(table) => {
            let delta = table.delta_glyph_id();
            let Ok(coverage) = table.coverage() else { return };
            for from in coverage.iter() {
                add(from, from.to_u16().wrapping_add_signed(delta));
            }
        }
        SingleSubst::Format2(table) => {
            let Ok(coverage) = table.coverage() else { return };
            for (from, to) in coverage.iter().zip(table.substitute_glyph_ids()) {
                add(from, to.get().to_u16());
            }
        }
    }
}

/// Gives each result without a text that of what it stands for; whether any got one. The first rule wins.
fn apply(rules: &[Rule], texts: &mut [Option<Box<str>>]) -> bool {
    let mut changed = false;
    for (from, to) in rules {
        if texts.get(usize::from(*to)).is_none_or(Option::is_some) {
            continue;
        }
        let parts: Option<Vec<&str>> =
            from.iter().map(|g| texts.get(usize::from(*g)).and_then(Option::as_deref)).collect();
        let Some(joined) = parts.map(|parts| parts.concat()) else { continue };
        if joined.chars().count() <= LONGEST {
            texts[usize::from(*to)] = Some(joined.into());
            changed = true;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(characters: &[(char, u16)], rules: &[Rule]) -> Vec<Option<Box<str>>> {
        let mut texts = vec![None; 12];
        from_characters(characters.iter().copied(), &mut texts);
        while apply(rules, &mut texts) {}
        texts
    }

    #[test]
    fn a_character_comes_before_its_compatibility_form() {
        let found = texts(&[('-', 1), ('\u{AD}', 1), ('م', 2), ('\u{FEE1}', 2), ('\u{FEE3}', 3), ('\u{FEFB}', 4)], &[]);
        assert_eq!(found[1].as_deref(), Some("-"));
        assert_eq!(found[2].as_deref(), Some("م"));
        assert_eq!(found[3].as_deref(), Some("م"), "an initial form says its letter");
        assert_eq!(found[4].as_deref(), Some("لا"), "a ligature says its letters");
        assert_eq!(found[5], None);
    }

    #[test]
    fn substitutes_say_what_they_stand_for() {
        let rules = [(vec![3, 2], 5), (vec![1], 3), (vec![1], 2), (vec![9], 8), (vec![1], 99)];
        let found = texts(&[('f', 1), ('i', 2)], &rules);
        assert_eq!(found[3].as_deref(), Some("f"), "a form");
        assert_eq!(found[5].as_deref(), Some("fi"), "a ligature of a form, known one pass later");
        assert_eq!(found[2].as_deref(), Some("i"), "a character's own glyph is never changed");
        assert_eq!(found[8], None);
    }

    #[test]
    fn controls_and_marks_of_order_are_not_said() {
        let found = texts(&[('\0', 0), ('\r', 1), (' ', 2), ('\u{A0}', 2), ('\u{FEFF}', 3)], &[]);
        assert_eq!(found[..4], [None, None, Some(" ".into()), None]);
    }
}
