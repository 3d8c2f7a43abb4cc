//! Certificates: given to whoever completes a course that gives them.

mod issuing;

pub use issuing::issue;
