//! The bundled fonts, for the text of drawings: it becomes paths, so a reader needs none of them.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use usvg::fontdb::{Database, ID, Source};
use usvg::{FontFamily, FontResolver, FontStyle};

use crate::fonts::{FontId, FontStore};

/// The bundled faces, and each as usvg's database knows it.
struct Bundled {
    store: FontStore,
    database: Arc<Database>,
    ids: Vec<(FontId, ID)>,
}

static BUNDLED: LazyLock<Bundled> = LazyLock::new(|| {
    let store = FontStore::bundled();
    let mut database = Database::new();
    let mut ids = Vec::new();
    for (id, face) in store.faces() {
        let source = Source::Binary(Arc::new(face.data().to_vec()));
        ids.extend(database.load_font_source(source).first().map(|found| (id, *found)));
    }
    Bundled { store, database: Arc::new(database), ids }
});

/// What drawing programs name, and the generic family it belongs to.
const KNOWN: [(&str, &[&str]); 2] = [
    (
        "sans-serif",
        &[
            "arial",
            "helvetica",
            "helvetica neue",
            "verdana",
            "tahoma",
            "calibri",
            "segoe ui",
            "open sans",
            "roboto",
            "noto sans",
            "inter",
            "lato",
            "liberation sans",
            "arial unicode ms",
            "trebuchet ms",
            "myriad pro",
        ],
    ),
    ("monospace", &["courier", "courier new", "consolas", "menlo", "monaco", "liberation mono", "noto sans mono"]),
];

/// The fonts that text may be set in.
pub(super) fn database() -> Arc<Database> {
    Arc::clone(&BUNDLED.database)
}

/// Characters that no bundled font has, gathered while text is set.
#[derive(Debug, Default)]
pub(super) struct Missing(Mutex<BTreeSet<char>>);

impl Missing {
    /// All of them.
    pub(super) fn characters(&self) -> BTreeSet<char> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Chooses fonts as the rest of the book does.
pub(super) fn resolver(missing: &Missing) -> FontResolver<'_> {
    FontResolver {
        select_font: Box::new(|font, _| {
            let families: Vec<String> = font.families().iter().map(family).collect();
            let chain = BUNDLED.store.select(&families, font.weight(), font.style() != FontStyle::Normal);
            chain.iter().find_map(|id| known(*id))
        }),
        select_fallback: Box::new(|c, tried, _| {
            let has = |id: FontId| BUNDLED.store.face(id).has(c);
            let found = BUNDLED.ids.iter().find(|(id, found)| !tried.contains(found) && has(*id));
            let drawn = !c.is_whitespace() && !c.is_control();
            if found.is_none() && drawn && !BUNDLED.ids.iter().any(|(id, found)| tried.contains(found) && has(*id)) {
                missing.0.lock().unwrap_or_else(PoisonError::into_inner).insert(c);
            }
            found.map(|(_, found)| *found)
        }),
    }
}

fn known(id: FontId) -> Option<ID> {
    BUNDLED.ids.iter().find(|(own, _)| *own == id).map(|(_, found)| *found)
}

fn family(family: &FontFamily) -> String {
    let name = match family {
        FontFamily::Serif => "serif",
        FontFamily::SansSerif => "sans-serif",
        FontFamily::Cursive => "cursive",
        FontFamily::Fantasy => "fantasy",
        FontFamily::Monospace => "monospace",
        FontFamily::Named(name) => name,
    };
    let lower = name.to_lowercase();
    let generic = KNOWN.iter().find(|(_, names)| names.contains(&lower.as_str()));
    generic.map_or_else(|| name.to_owned(), |(generic, _)| (*generic).to_owned())
}
