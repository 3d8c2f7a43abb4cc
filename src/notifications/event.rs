//! What people are told of: each event by name, and the topics by which they choose how they are told.

use super::model::Channel;

macro_rules! events {
    ($($(#[$about:meta])* $Event:ident = $name:literal of $Topic:ident;)+) => {
        /// Something that people are told of. Its name stands in `notifications.kind`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Event { $($(#[$about])* $Event),+ }

        impl Event {
            /// Stable: rows of earlier versions of the program carry it.
            pub fn name(self) -> &'static str {
                match self { $(Event::$Event => $name),+ }
            }

            pub fn topic(self) -> Topic {
                match self { $(Event::$Event => Topic::$Topic),+ }
            }
        }
    };
}

events! {
    Enrolled = "course.enrolled" of Enrolment;
    Certified = "course.certificate" of Certificate;
    LessonAdded = "lesson.added" of Lesson;
    DueSoon = "lesson.due_soon" of Due;
    GradePosted = "grade.posted" of Grade;
    AssignmentGraded = "assignment.graded" of Grade;
    ClassPlanned = "live.planned" of ClassPlanned;
    ClassCancelled = "live.cancelled" of ClassPlanned;
    ClassSoon = "live.soon" of ClassSoon;
    ClassStarted = "live.started" of ClassStarted;
    ReplayReady = "live.replay_ready" of Replay;
    /// Somebody of the staff has answered what the receiver wrote.
    ReviewReplied = "review.replied" of Answer;
    AddedToGroup = "chat.added" of Room;
    GivenGroup = "chat.owner" of Room;
    OrderPaid = "order.paid" of Order;
    OrderRefunded = "order.refunded" of Order;
    OrderReturned = "order.returned" of Order;
    ReviewHidden = "review.hidden" of Moderation;
    ReviewRestored = "review.restored" of Moderation;
    MessageRefused = "chat.refused" of Moderation;
    ReviewWritten = "review.written" of Review;
    GivenCourse = "course.owner" of Review;
    MessageReported = "chat.report" of Report;
    MessageHeld = "chat.held" of Report;
    LiveMessageReported = "live.report" of Report;
    DanmakuReported = "lesson.report" of Report;
    /// From those who run the site, to everybody.
    Announced = "site.announcement" of Announcement;
    /// The archive of one's own data can be fetched.
    ExportReady = "account.export" of Account;
}

/// Events that people choose for together. Its name stands in `notification_choices` and in the links of mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Enrolment,
    Lesson,
    Due,
    Grade,
    Certificate,
    ClassPlanned,
    ClassSoon,
    ClassStarted,
    Replay,
    /// Mentions, replies and direct messages that were missed: on pages they are chat's own to tell.
    Message,
    Answer,
    Room,
    Moderation,
    Order,
    Review,
    Report,
    Announcement,
    Account,
}

impl Topic {
    /// In the order in which they are shown.
    pub const ALL: [Topic; 18] = [
        Topic::Enrolment,
        Topic::Lesson,
        Topic::Due,
        Topic::Grade,
        Topic::Certificate,
        Topic::ClassPlanned,
        Topic::ClassSoon,
        Topic::ClassStarted,
        Topic::Replay,
        Topic::Message,
        Topic::Answer,
        Topic::Room,
        Topic::Moderation,
        Topic::Order,
        Topic::Announcement,
        Topic::Account,
        Topic::Review,
        Topic::Report,
    ];

    /// Stable: what people have chosen is kept under it, and links in mails carry it.
    pub fn name(self) -> &'static str {
        match self {
            Topic::Enrolment => "enrolment",
            Topic::Lesson => "lesson",
            Topic::Due => "due",
            Topic::Grade => "grade",
            Topic::Certificate => "certificate",
            Topic::ClassPlanned => "class_planned",
            Topic::ClassSoon => "class_soon",
            Topic::ClassStarted => "class_started",
            Topic::Replay => "replay",
            Topic::Message => "message",
            Topic::Answer => "answer",
            Topic::Room => "room",
            Topic::Moderation => "moderation",
            Topic::Order => "order",
            Topic::Review => "review",
            Topic::Report => "report",
            Topic::Announcement => "announcement",
            Topic::Account => "account",
        }
    }

    pub fn from_name(name: &str) -> Option<Topic> {
        Topic::ALL.into_iter().find(|topic| topic.name() == name)
    }

    /// Whether a person can be told of it this way at all.
    pub(super) fn has(self, channel: Channel) -> bool {
        (self, channel) != (Topic::Message, Channel::Page)
    }

    /// Whether a person who has chosen nothing is told this way: on the page of everything, by mail of what cannot wait until
    /// they come by.
    pub(super) fn is_on_by_default(self, channel: Channel) -> bool {
        match channel {
            Channel::Page => self.has(Channel::Page),
            Channel::Mail => matches!(
                self,
                Topic::Due
                    | Topic::Grade
                    | Topic::Certificate
                    | Topic::ClassSoon
                    | Topic::Message
                    | Topic::Moderation
                    | Topic::Order
                    | Topic::Announcement
                    | Topic::Account
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_topic_stands_in_the_list_once_and_is_found_by_its_name() {
        for topic in Topic::ALL {
            assert_eq!(Topic::from_name(topic.name()), Some(topic));
            assert!(topic.has(Channel::Mail), "{topic:?}");
        }
        let names: std::collections::HashSet<_> = Topic::ALL.map(Topic::name).into();
        assert_eq!(names.len(), Topic::ALL.len());
    }
}
