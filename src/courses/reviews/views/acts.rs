//! What can be done with a review by whoever looks, and what of it went wrong.

use super::{ReviewsPage, Typed};
use crate::courses::model::StaffRole;
use crate::courses::reviews::list::Review;

impl ReviewsPage {
    pub(super) fn may_reply(&self, review: &Review) -> bool {
        self.role.is_some_and(StaffRole::may_write) && !review.is_hidden()
    }

    pub(super) fn may_report(&self, review: &Review) -> bool {
        self.is_of_another(review) && !self.is_moderator() && !review.is_hidden()
    }

    pub(super) fn may_vote(&self, review: &Review) -> bool {
        self.is_of_another(review) && self.role.is_none() && !review.is_hidden()
    }

    pub(super) fn is_moderator(&self) -> bool {
        let viewer = self.page.viewer.as_ref();
        viewer.is_some_and(|viewer| viewer.is_admin())
    }

    fn is_of_another(&self, review: &Review) -> bool {
        let viewer = self.page.viewer_id();
        viewer.is_some_and(|viewer| viewer != review.user_id)
    }

    pub(super) fn reply_typed<'a>(&'a self, review: &'a Review) -> &'a str {
        match &self.typed {
            Typed::Reply(id, reply) if *id == review.id => reply,
            _ => &review.reply,
        }
    }

    pub(super) fn reply_error(&self, review: &Review) -> String {
        let is_it = matches!(&self.typed, Typed::Reply(id, _) if *id == review.id);
        self.words_if(is_it, "reply")
    }

    pub(super) fn report_typed(&self, review: &Review) -> &str {
        match &self.typed {
            Typed::Report(id, reason) if *id == review.id => reason,
            _ => "",
        }
    }

    pub(super) fn report_error(&self, review: &Review) -> String {
        let is_it = matches!(&self.typed, Typed::Report(id, _) if *id == review.id);
        self.words_if(is_it, "reason")
    }

    pub(super) fn hiding_typed(&self, review: &Review) -> &str {
        match &self.typed {
            Typed::Hiding(id, reason) if *id == review.id => reason,
            _ => "",
        }
    }

    pub(super) fn hiding_error(&self, review: &Review) -> String {
        let is_it = matches!(&self.typed, Typed::Hiding(id, _) if *id == review.id);
        self.words_if(is_it, "reason")
    }

    fn words_if(&self, is_it: bool, field: &str) -> String {
        let words = self.errors.of(field, self.l);
        words.filter(|_| is_it).unwrap_or_default()
    }
}
