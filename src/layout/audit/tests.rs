//! Audits of pages made wrong on purpose.
