//! An EPUB, opened as a reading system would: container, package, spine, navigation.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::xml::Node;

/// An EPUB's files, every XML document of it parsed.
pub struct Epub {
    /// Name and bytes of everything in the archive.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Names as the archive has them, in its order.
    pub names: Vec<String>,
    /// The package document.
    pub package: Node,
    folder: String,
    /// Name and tree of the documents of the spine, in reading order.
    pub documents: Vec<(String, Node)>,
    /// The navigation document.
    pub nav: Node,
}

impl Epub {
    /// Opens an archive's bytes.
    pub fn open(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an EPUB is a ZIP archive");
        let (mut files, mut names) = (BTreeMap::new(), Vec::new());
        for i in 0..archive.len() {
            let mut file = archive.by_index(i).expect("a file of the archive");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap_or_else(|e| panic!("{}: {e}", file.name()));
            names.push(file.name().to_string());
            files.insert(file.name().to_string(), bytes);
        }
        let container = Node::parse("container.xml", &files["META-INF/container.xml"]);
        let path = container.one("rootfile").attribute("full-path").expect("where the package is").to_string();
        let package = Node::parse(&path, &files[&path]);
        let folder = path.rfind('/').map_or_else(String::new, |at| path[..=at].to_string());

        let items: BTreeMap<&str, &Node> =
            package.select("item").into_iter().map(|i| (i.attribute("id").expect("an id"), i)).collect();
        let tree = |item: &Node| {
            let name = item.attribute("href").expect("a href").to_string();
            let bytes = files.get(&format!("{folder}{name}")).unwrap_or_else(|| panic!("there is no {name}"));
            (name.clone(), Node::parse(&name, bytes))
        };
        let spine = package.select("itemref").into_iter().map(|i| items[i.attribute("idref").expect("an idref")]);
        let documents = spine.map(tree).collect();
        let is_nav = |i: &&&Node| i.attribute("properties").is_some_and(|p| p.split(' ').any(|p| p == "nav"));
        let nav = tree(items.values().find(is_nav).expect("a navigation document")).1;
        Self { files, names, documents, nav, folder, package }
    }

    /// Elements of all documents that a selector describes, in reading order.
    pub fn select(&self, selector: &str) -> Vec<&Node> {
        self.documents.iter().flat_map(|(_, tree)| tree.select(selector)).collect()
    }

    /// The only one.
    pub fn one(&self, selector: &str) -> &Node {
        match self.select(selector)[..] {
            [one] => one,
            ref found => panic!("{} elements are {selector}, not one", found.len()),
        }
    }

    /// The dispatch with this headline.
    pub fn dispatch(&self, title: &str) -> &Node {
        let articles = self.select("article.dispatch");
        let named = |a: &&&Node| a.select("h2").first().is_some_and(|h| h.text() == title);
        articles.iter().find(named).unwrap_or_else(|| {
            let titles: Vec<String> = articles.iter().flat_map(|a| a.select("h2")).map(Node::text).collect();
            panic!("no dispatch is called {title:?}; there are {titles:?}")
        })
    }

    /// Everything a reader reads, in order.
    pub fn text(&self) -> String {
        let bodies: Vec<String> = self.select("body").into_iter().map(Node::text).collect();
        bodies.join("\n")
    }

    /// A list of the navigation document by its `epub:type`: text and address of its entries, in order.
    pub fn nav_list(&self, epub_type: &str) -> Option<Vec<(String, String)>> {
        let lists = self.nav.select("nav");
        let list = lists.into_iter().find(|n| n.attribute("epub:type") == Some(epub_type))?;
        let entry = |a: &Node| (a.text(), a.attribute("href").unwrap_or_default().to_string());
        Some(list.select("a").into_iter().map(entry).collect())
    }

    /// Titles of the table of contents with their depth (from 0), in order.
    pub fn contents(&self) -> Vec<(usize, String)> {
        let lists = self.nav.select("nav");
        let toc = lists.into_iter().find(|n| n.attribute("epub:type") == Some("toc")).expect("a table of contents");
        let mut found = Vec::new();
        entries(toc, 0, &mut found);
        found
    }

    /// The element that an address of the navigation or of a document leads to.
    pub fn target(&self, from: &str, href: &str) -> &Node {
        let (file, id) = href.split_once('#').unwrap_or((href, ""));
        let file = if file.is_empty() { from } else { file };
        let tree = self.documents.iter().find(|(name, _)| name == file).map(|(_, tree)| tree);
        let tree = tree.unwrap_or_else(|| panic!("{href}: the spine has no {file}"));
        if id.is_empty() { tree } else { tree.by_id(id).unwrap_or_else(|| panic!("{href}: no such id")) }
    }

    /// Text of metadata elements with this name (`dc:title`), in order.
    pub fn metadata(&self, name: &str) -> Vec<String> {
        self.package.one("metadata").select(name).into_iter().map(Node::text).collect()
    }

    /// Text of `meta` elements with this property, in order.
    pub fn property(&self, property: &str) -> Vec<String> {
        let metas = self.package.select("meta");
        metas.into_iter().filter(|m| m.attribute("property") == Some(property)).map(Node::text).collect()
    }

    /// A file of the package's folder.
    pub fn file(&self, href: &str) -> &[u8] {
        let name = format!("{}{href}", self.folder);
        self.files.get(&name).unwrap_or_else(|| panic!("there is no {name}; there are {:?}", self.names))
    }
}

fn entries(node: &Node, depth: usize, found: &mut Vec<(usize, String)>) {
    for child in &node.children {
        match child.name.as_str() {
            "li" => {
                let link =
                    child.children.iter().find(|c| c.name == "a" || c.name == "span").expect("an entry has a link");
                found.push((depth, link.text()));
                entries(child, depth + 1, found);
            }
            "ol" => entries(child, depth, found),
            _ => {}
        }
    }
}
