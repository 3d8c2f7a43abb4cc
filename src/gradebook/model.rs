//! The rows of the grade book.

pub type ItemId = i64;

crate::pg_enum! {
    /// Where the grades of an item come from.
    pub enum ItemKind : crate::schema::sql_types::GradeItemKind {
        /// From the staff alone.
        Manual = "manual",
        Quiz = "quiz",
        Assignment = "assignment",
    }
}
