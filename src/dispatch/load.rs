//! From the manifest's entries to dispatches: files found and read, front matter and Markdown parsed.
