//! Acts and things in words. One that has no words yet is shown by its own name.

use i18n_embed_fl::fl;
use serde_json::Value;

use crate::audit::Line;
use crate::i18n::{self, Loader};

/// The longest value that is shown whole, in characters.
const LONGEST: usize = 160;

pub fn action_name(l: Loader, action: &str) -> String {
    match action {
        "account.role" => fl!(l, "audit-act-account-role"),
        "account.suspension" => fl!(l, "audit-act-account-suspension"),
        "account.sessions_ended" => fl!(l, "audit-act-account-sessions-ended"),
        "account.second_factor" => fl!(l, "audit-act-account-second-factor"),
        "account.second_factor_on" => fl!(l, "audit-act-account-second-factor-on"),
        "account.second_factor_off" => fl!(l, "audit-act-account-second-factor-off"),
        "account.recovery_codes_renewed" => fl!(l, "audit-act-account-recovery-codes-renewed"),
        "account.recovery_code_used" => fl!(l, "audit-act-account-recovery-code-used"),
        "account.second_step" => fl!(l, "audit-act-account-second-step"),
        "account.second_step_failed" => fl!(l, "audit-act-account-second-step-failed"),
        "account.sign_in" => fl!(l, "audit-act-account-sign-in"),
        "account.sign_in_failed" => fl!(l, "audit-act-account-sign-in-failed"),
        "account.password_reset" => fl!(l, "audit-act-account-password-reset"),
        "account.email_confirmed" => fl!(l, "audit-act-account-email-confirmed"),
        "account.email_change_undone" => fl!(l, "audit-act-account-email-change-undone"),
        "account.teacher_application" => fl!(l, "audit-act-account-teacher-application"),
        "category.add" => fl!(l, "audit-act-category-add"),
        "category.rename" => fl!(l, "audit-act-category-rename"),
        "category.order" => fl!(l, "audit-act-category-order"),
        "category.move" => fl!(l, "audit-act-category-move"),
        "category.remove" => fl!(l, "audit-act-category-remove"),
        "course.certificates" => fl!(l, "audit-act-course-certificates"),
        "course.import_roster" => fl!(l, "audit-act-course-import-roster"),
        "course.owner" => fl!(l, "audit-act-course-owner"),
        "course.grant" => fl!(l, "audit-act-course-grant"),
        "course.revoke" => fl!(l, "audit-act-course-revoke"),
        "course.copy" => fl!(l, "audit-act-course-copy"),
        "certificate.revoke" => fl!(l, "audit-act-certificate-revoke"),
        "gradebook.import" => fl!(l, "audit-act-gradebook-import"),
        "grade.give" => fl!(l, "audit-act-grade-give"),
        "grade_item.post" => fl!(l, "audit-act-grade-item-post"),
        "grade_item.unpost" => fl!(l, "audit-act-grade-item-unpost"),
        "grade_item.remove" => fl!(l, "audit-act-grade-item-remove"),
        "quiz.regrade" => fl!(l, "audit-act-quiz-regrade"),
        "review.hide" => fl!(l, "audit-act-review-hide"),
        "review.restore" => fl!(l, "audit-act-review-restore"),
        "review.dismiss_reports" => fl!(l, "audit-act-review-dismiss-reports"),
        "member.mute" => fl!(l, "audit-act-member-mute"),
        "member.ban" => fl!(l, "audit-act-member-ban"),
        "member.pardon" => fl!(l, "audit-act-member-pardon"),
        "member.delete_messages" => fl!(l, "audit-act-member-delete-messages"),
        "member.add" => fl!(l, "audit-act-member-add"),
        "member.remove" => fl!(l, "audit-act-member-remove"),
        "member.promote" => fl!(l, "audit-act-member-promote"),
        "member.demote" => fl!(l, "audit-act-member-demote"),
        "room.rules" => fl!(l, "audit-act-room-rules"),
        "room.hand_over" => fl!(l, "audit-act-room-hand-over"),
        "room.describe" => fl!(l, "audit-act-room-describe"),
        "room.close" => fl!(l, "audit-act-room-close"),
        "room.reopen" => fl!(l, "audit-act-room-reopen"),
        "message.delete" => fl!(l, "audit-act-message-delete"),
        "message.restore" => fl!(l, "audit-act-message-restore"),
        "message.approve" => fl!(l, "audit-act-message-approve"),
        "message.refuse" => fl!(l, "audit-act-message-refuse"),
        "message.read" => fl!(l, "audit-act-message-read"),
        "words.add" => fl!(l, "audit-act-words-add"),
        "words.remove" => fl!(l, "audit-act-words-remove"),
        "account.deleted" => fl!(l, "audit-act-account-deleted"),
        "message.dismiss" => fl!(l, "audit-act-message-dismiss"),
        "order.refund" => fl!(l, "audit-act-order-refund"),
        "live_message.delete" => fl!(l, "audit-act-live-message-delete"),
        "live_message.restore" => fl!(l, "audit-act-live-message-restore"),
        "live_message.dismiss" => fl!(l, "audit-act-live-message-dismiss"),
        "lesson_danmaku.delete" => fl!(l, "audit-act-lesson-danmaku-delete"),
        "lesson_danmaku.restore" => fl!(l, "audit-act-lesson-danmaku-restore"),
        "lesson_danmaku.dismiss" => fl!(l, "audit-act-lesson-danmaku-dismiss"),
        "live.end" => fl!(l, "audit-act-live-end"),
        "live.drop" => fl!(l, "audit-act-live-drop"),
        "job.retry" => fl!(l, "audit-act-job-retry"),
        "job.retry_all" => fl!(l, "audit-act-job-retry-all"),
        "job.drop" => fl!(l, "audit-act-job-drop"),
        "announcement.publish" => fl!(l, "audit-act-announcement-publish"),
        "announcement.change" => fl!(l, "audit-act-announcement-change"),
        "announcement.remove" => fl!(l, "audit-act-announcement-remove"),
        "setting.change" => fl!(l, "audit-act-setting-change"),
        other => other.to_owned(),
    }
}

pub fn kind_name(l: Loader, kind: &str) -> String {
    match kind {
        "user" => fl!(l, "audit-kind-user"),
        "member" => fl!(l, "audit-kind-member"),
        "message" => fl!(l, "audit-kind-message"),
        "room" => fl!(l, "audit-kind-room"),
        "course" => fl!(l, "audit-kind-course"),
        "category" => fl!(l, "audit-kind-category"),
        "quiz" => fl!(l, "audit-kind-quiz"),
        "grade_item" => fl!(l, "audit-kind-grade-item"),
        "certificate" => fl!(l, "audit-kind-certificate"),
        "review" => fl!(l, "audit-kind-review"),
        "order" => fl!(l, "audit-kind-order"),
        "live_message" => fl!(l, "audit-kind-live-message"),
        "lesson_danmaku" => fl!(l, "audit-kind-lesson-danmaku"),
        "live" => fl!(l, "audit-kind-live"),
        "job" => fl!(l, "audit-kind-job"),
        "announcement" => fl!(l, "audit-kind-announcement"),
        "words" => fl!(l, "audit-kind-words"),
        "setting" => fl!(l, "audit-kind-setting"),
        other => other.to_owned(),
    }
}

/// The thing that something was done to: a person by name, others by number.
pub fn object_name(l: Loader, line: &Line) -> String {
    match &line.person {
        Some(username) => i18n::handle_of(username, l),
        None => format!("{} {}", kind_name(l, &line.kind), line.object),
    }
}

/// What else is known of it: `student → teacher`, and names with their values.
pub fn facts(l: Loader, line: &Line) -> String {
    let Value::Object(details) = &line.details else {
        return String::new();
    };
    let mut facts = Vec::new();
    if let (Some(from), Some(to)) = (details.get("from"), details.get("to")) {
        facts.push(fl!(
            l,
            "admin-audit-change",
            from = shown(from),
            to = shown(to)
        ));
    }
    let others = details
        .iter()
        .filter(|(name, value)| !["from", "to"].contains(&name.as_str()) && !value.is_null());
    facts.extend(others.map(|(name, value)| format!("{name}: {}", shown(value))));
    facts.join(" · ")
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null => "–".into(),
        other => other.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
