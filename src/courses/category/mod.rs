//! The tree of subjects that courses are filed under: reading it, counting what lies in it, and changing it.

mod counts;
mod editing;
mod removal;
mod tree;

pub use counts::{CategoryCounts, TopCategory, categories};
pub use editing::{
    CategoryForm, Shift, add_category, place_category, rename_category, shift_category,
};
pub use removal::{Removal, removal_of, remove_category};
pub use tree::{CategoryTree, Node};
