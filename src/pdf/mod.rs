//! The PDF writer: pages and structure through printpdf, finished on its lopdf document.
