//! What the topics are called, and what each is about.

use i18n_embed_fl::fl;

use super::event::Topic;
use crate::i18n::Loader;

pub(super) fn name(topic: Topic, l: Loader) -> String {
    match topic {
        Topic::Enrolment => fl!(l, "notifications-enrolment"),
        Topic::Lesson => fl!(l, "notifications-lesson"),
        Topic::Due => fl!(l, "notifications-due"),
        Topic::Grade => fl!(l, "notifications-grade"),
        Topic::Certificate => fl!(l, "notifications-certificate"),
        Topic::ClassPlanned => fl!(l, "notifications-class-planned"),
        Topic::ClassSoon => fl!(l, "notifications-class-soon"),
        Topic::ClassStarted => fl!(l, "notifications-class-started"),
        Topic::Replay => fl!(l, "notifications-replay"),
        Topic::Message => fl!(l, "notifications-message"),
        Topic::Answer => fl!(l, "notifications-answer"),
        Topic::Room => fl!(l, "notifications-room"),
        Topic::Moderation => fl!(l, "notifications-moderation"),
        Topic::Order => fl!(l, "notifications-order"),
        Topic::Review => fl!(l, "notifications-review"),
        Topic::Report => fl!(l, "notifications-report"),
        Topic::Announcement => fl!(l, "notifications-announcement"),
        Topic::Account => fl!(l, "notifications-account"),
    }
}

pub(super) fn hint(topic: Topic, l: Loader) -> String {
    match topic {
        Topic::Enrolment => fl!(l, "notifications-enrolment-hint"),
        Topic::Lesson => fl!(l, "notifications-lesson-hint"),
        Topic::Due => fl!(l, "notifications-due-hint"),
        Topic::Grade => fl!(l, "notifications-grade-hint"),
        Topic::Certificate => fl!(l, "notifications-certificate-hint"),
        Topic::ClassPlanned => fl!(l, "notifications-class-planned-hint"),
        Topic::ClassSoon => fl!(l, "notifications-class-soon-hint"),
        Topic::ClassStarted => fl!(l, "notifications-class-started-hint"),
        Topic::Replay => fl!(l, "notifications-replay-hint"),
        Topic::Message => fl!(l, "notifications-message-hint"),
        Topic::Answer => fl!(l, "notifications-answer-hint"),
        Topic::Room => fl!(l, "notifications-room-hint"),
        Topic::Moderation => fl!(l, "notifications-moderation-hint"),
        Topic::Order => fl!(l, "notifications-order-hint"),
        Topic::Review => fl!(l, "notifications-review-hint"),
        Topic::Report => fl!(l, "notifications-report-hint"),
        Topic::Announcement => fl!(l, "notifications-announcement-hint"),
        Topic::Account => fl!(l, "notifications-account-hint"),
    }
}
