//! The EPUB 3.3 writer: the flow serialised, packed by epub-builder, finished with an XML writer.
