// @generated automatically by Diesel CLI.

pub mod sql_types {
    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "account_token_purpose"))]
    pub struct AccountTokenPurpose;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "attempt_status"))]
    pub struct AttemptStatus;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "chat_link_policy"))]
    pub struct ChatLinkPolicy;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "chat_member_role"))]
    pub struct ChatMemberRole;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "chat_notification_level"))]
    pub struct ChatNotificationLevel;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "chat_room_kind"))]
    pub struct ChatRoomKind;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "completion_condition"))]
    pub struct CompletionCondition;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "course_language"))]
    pub struct CourseLanguage;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "course_level"))]
    pub struct CourseLevel;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "course_role"))]
    pub struct CourseRole;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "course_status"))]
    pub struct CourseStatus;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "danmaku_mode"))]
    pub struct DanmakuMode;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "grade_item_kind"))]
    pub struct GradeItemKind;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "lesson_kind"))]
    pub struct LessonKind;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "live_access"))]
    pub struct LiveAccess;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "live_asset_kind"))]
    pub struct LiveAssetKind;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "live_deck_problem"))]
    pub struct LiveDeckProblem;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "live_message_type"))]
    pub struct LiveMessageType;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "live_recording_status"))]
    pub struct LiveRecordingStatus;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "live_status"))]
    pub struct LiveStatus;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "live_stream_event_kind"))]
    pub struct LiveStreamEventKind;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "locale"))]
    pub struct Locale;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "media_container"))]
    pub struct MediaContainer;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "media_kind"))]
    pub struct MediaKind;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "message_notification_reason"))]
    pub struct MessageNotificationReason;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "message_type"))]
    pub struct MessageType;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "notification_channel"))]
    pub struct NotificationChannel;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "order_status"))]
    pub struct OrderStatus;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "payment_gateway"))]
    pub struct PaymentGateway;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "payment_status"))]
    pub struct PaymentStatus;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "progress_status"))]
    pub struct ProgressStatus;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "question_type"))]
    pub struct QuestionType;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "quiz_final_score"))]
    pub struct QuizFinalScore;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "quiz_release"))]
    pub struct QuizRelease;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "report_outcome"))]
    pub struct ReportOutcome;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "site_word_verdict"))]
    pub struct SiteWordVerdict;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "theme"))]
    pub struct Theme;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "tsvector", schema = "pg_catalog"))]
    pub struct Tsvector;

    #[derive(diesel::query_builder::QueryId, Clone, Debug, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "user_role"))]
    pub struct UserRole;
}

diesel::table! {
    account_exports (id) {
        id -> Int8,
        user_id -> Int8,
        requested_at -> Timestamptz,
        ready_at -> Nullable<Timestamptz>,
        storage_key -> Nullable<Text>,
        byte_size -> Nullable<Int8>,
        expires_at -> Nullable<Timestamptz>,
        left_out -> Int4,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::AccountTokenPurpose;

    account_tokens (token_hash) {
        token_hash -> Bytea,
        user_id -> Int8,
        purpose -> AccountTokenPurpose,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    announcements (id) {
        id -> Int8,
        words -> Text,
        words_en -> Text,
        for_teachers -> Bool,
        starts_at -> Timestamptz,
        ends_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Tsvector;

    archived_messages (id) {
        id -> Int8,
        archive_id -> Int8,
        chat_room_id -> Int8,
        user_id -> Nullable<Int8>,
        seq -> Int8,
        nonce -> Uuid,
        created_at -> Timestamptz,
        excerpt -> Text,
        search -> Nullable<Tsvector>,
        deleted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::MessageNotificationReason;

    archived_notices (user_id, archived_message_id) {
        user_id -> Int8,
        archived_message_id -> Int8,
        reason -> MessageNotificationReason,
        notified_at -> Timestamptz,
    }
}

diesel::table! {
    assignment_evaluations (id) {
        id -> Int8,
        submission_id -> Int8,
        version -> Int4,
        rubric_id -> Nullable<Int8>,
        levels -> Array<Nullable<Int4>>,
        points -> Nullable<Numeric>,
        is_excused -> Bool,
        comment -> Text,
        note -> Text,
        is_final -> Bool,
        recorded -> Nullable<Numeric>,
        revision -> Int4,
        graded_by -> Nullable<Int8>,
        graded_at -> Timestamptz,
    }
}

diesel::table! {
    assignment_extensions (id) {
        id -> Int8,
        assignment_id -> Int8,
        user_id -> Int8,
        due_at -> Nullable<Timestamptz>,
        close_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    assignment_files (id) {
        id -> Int8,
        submission_id -> Int8,
        media_id -> Uuid,
        in_draft -> Bool,
        first_version -> Nullable<Int4>,
        last_version -> Nullable<Int4>,
    }
}

diesel::table! {
    assignment_returned_files (id) {
        id -> Int8,
        evaluation_id -> Int8,
        media_id -> Uuid,
    }
}

diesel::table! {
    assignment_rubrics (id) {
        id -> Int8,
        assignment_id -> Int8,
        number -> Int4,
        criteria -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    assignment_submissions (id) {
        id -> Int8,
        assignment_id -> Int8,
        user_id -> Int8,
        draft -> Text,
        sequence -> Int8,
        saved_at -> Nullable<Timestamptz>,
        versions -> Int4,
        submitted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    assignment_versions (id) {
        id -> Int8,
        submission_id -> Int8,
        number -> Int4,
        body -> Text,
        submitted_at -> Timestamptz,
    }
}

diesel::table! {
    assignments (id) {
        id -> Int8,
        course_id -> Int8,
        lesson_id -> Int8,
        title -> Text,
        instructions -> Text,
        points -> Numeric,
        due_at -> Nullable<Timestamptz>,
        close_at -> Nullable<Timestamptz>,
        late_percent -> Numeric,
        late_interval_ms -> Int8,
        late_cap_percent -> Numeric,
        takes_text -> Bool,
        files_allowed -> Int4,
        takes_pictures -> Bool,
        takes_documents -> Bool,
        takes_recordings -> Bool,
        takes_others -> Bool,
        grade_item_id -> Nullable<Int8>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        shows_rubric -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::MediaKind;

    attachments (id) {
        id -> Int8,
        message_id -> Nullable<Int8>,
        media_id -> Uuid,
        file_url -> Text,
        file_type -> MediaKind,
        uploaded_at -> Timestamptz,
        archived_message_id -> Nullable<Int8>,
    }
}

diesel::table! {
    attempt_answers (id) {
        id -> Int8,
        attempt_id -> Int8,
        place -> Int4,
        question_id -> Int8,
        version -> Int4,
        points -> Numeric,
        option_order -> Jsonb,
        answer -> Nullable<Jsonb>,
        media_id -> Nullable<Uuid>,
        sequence -> Int8,
        saved_at -> Nullable<Timestamptz>,
        spent_ms -> Int8,
        is_flagged -> Bool,
        checked_at -> Nullable<Timestamptz>,
        credit -> Nullable<Numeric>,
        marks -> Nullable<Numeric>,
        comment -> Text,
        graded_by -> Nullable<Int8>,
        graded_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::AttemptStatus;

    attempts (id) {
        id -> Int8,
        quiz_id -> Int8,
        user_id -> Int8,
        number -> Int4,
        status -> AttemptStatus,
        started_at -> Timestamptz,
        deadline_at -> Nullable<Timestamptz>,
        active_at -> Timestamptz,
        submitted_at -> Nullable<Timestamptz>,
        is_timed_out -> Bool,
        score -> Nullable<Numeric>,
        max_score -> Numeric,
    }
}

diesel::table! {
    audit_log (id) {
        id -> Int8,
        actor_id -> Nullable<Int8>,
        action -> Text,
        subject_type -> Text,
        subject_id -> Text,
        reason -> Text,
        details -> Jsonb,
        at -> Timestamptz,
        address -> Text,
    }
}

diesel::table! {
    calendar_feeds (user_id) {
        user_id -> Int8,
        token_hash -> Bytea,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    categories (id) {
        id -> Int8,
        name -> Text,
        name_en -> Text,
        parent_id -> Nullable<Int8>,
        order -> Int4,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::CourseLanguage;

    certificates (id) {
        id -> Int8,
        user_id -> Int8,
        course_id -> Nullable<Int8>,
        code -> Text,
        learner_name -> Text,
        course_title -> Text,
        teacher_name -> Text,
        language -> CourseLanguage,
        issued_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
        revoked_by -> Nullable<Int8>,
        revoked_reason -> Nullable<Text>,
    }
}

diesel::table! {
    chat_digest_messages (notification_id) {
        notification_id -> Int8,
        digest_id -> Int8,
    }
}

diesel::table! {
    chat_digests (id) {
        id -> Int8,
        user_id -> Int8,
        mail_id -> Nullable<Int8>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::ChatMemberRole;
    use super::sql_types::ChatNotificationLevel;

    chat_room_members (id) {
        id -> Int8,
        chat_room_id -> Int8,
        user_id -> Int8,
        role -> ChatMemberRole,
        joined_at -> Timestamptz,
        is_active -> Bool,
        last_read_seq -> Int8,
        muted_until -> Nullable<Timestamptz>,
        banned_at -> Nullable<Timestamptz>,
        notification_level -> Nullable<ChatNotificationLevel>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::ChatRoomKind;
    use super::sql_types::ChatLinkPolicy;

    chat_rooms (id) {
        id -> Int8,
        kind -> ChatRoomKind,
        name -> Text,
        course_id -> Nullable<Int8>,
        direct_low_id -> Nullable<Int8>,
        direct_high_id -> Nullable<Int8>,
        last_seq -> Int8,
        last_rev -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        slow_seconds -> Int4,
        blocked_words -> Array<Nullable<Text>>,
        description -> Text,
        owner_id -> Nullable<Int8>,
        is_open -> Bool,
        closed_at -> Nullable<Timestamptz>,
        held_words -> Array<Nullable<Text>>,
        link_policy -> ChatLinkPolicy,
        trusted_hosts -> Array<Nullable<Text>>,
        repeats_allowed -> Int4,
        repeat_minutes -> Int4,
        archived_rev -> Int8,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::CompletionCondition;

    completion_rules (id) {
        id -> Int8,
        lesson_id -> Int8,
        condition -> CompletionCondition,
        threshold -> Nullable<Int4>,
    }
}

diesel::table! {
    coupons (id) {
        id -> Int8,
        course_id -> Int8,
        code -> Text,
        percent -> Nullable<Int4>,
        amount_off -> Nullable<Int8>,
        max_uses -> Nullable<Int4>,
        used_count -> Int4,
        expires_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        created_by -> Nullable<Int8>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    course_completions (user_id, course_id) {
        user_id -> Int8,
        course_id -> Int8,
        completed_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::CourseRole;

    course_staff (id) {
        id -> Int8,
        course_id -> Int8,
        user_id -> Int8,
        role -> CourseRole,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::CourseLevel;
    use super::sql_types::CourseLanguage;
    use super::sql_types::CourseStatus;
    use super::sql_types::Tsvector;

    courses (id) {
        id -> Int8,
        title -> Text,
        summary -> Text,
        description -> Text,
        teacher_id -> Int8,
        category_id -> Int8,
        cover_media_id -> Nullable<Uuid>,
        price_minor -> Int8,
        currency -> Text,
        level -> CourseLevel,
        language -> CourseLanguage,
        status -> CourseStatus,
        search -> Tsvector,
        enrolled_count -> Int4,
        published_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        gives_certificate -> Bool,
        seats -> Nullable<Int4>,
        rating_count -> Int4,
        rating_sum -> Int8,
        rating_score -> Int4,
    }
}

diesel::table! {
    due_reminders (user_id, lesson_id) {
        user_id -> Int8,
        lesson_id -> Int8,
        due_at -> Timestamptz,
        told_at -> Timestamptz,
    }
}

diesel::table! {
    email_changes (id) {
        id -> Int8,
        user_id -> Int8,
        old_email -> Text,
        new_email -> Text,
        undo_hash -> Bytea,
        changed_at -> Timestamptz,
        undo_until -> Timestamptz,
        undone_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    enrollments (id) {
        id -> Int8,
        user_id -> Int8,
        course_id -> Int8,
        enrolled_at -> Timestamptz,
    }
}

diesel::table! {
    grade_categories (id) {
        id -> Int8,
        course_id -> Int8,
        title -> Text,
        weight -> Numeric,
        drop_lowest -> Int4,
    }
}

diesel::table! {
    grade_changes (id) {
        id -> Int8,
        course_id -> Int8,
        item_id -> Int8,
        item_title -> Text,
        user_id -> Int8,
        points_before -> Nullable<Numeric>,
        points_after -> Nullable<Numeric>,
        is_excused_before -> Bool,
        is_excused_after -> Bool,
        comment_before -> Text,
        comment_after -> Text,
        changed_by -> Nullable<Int8>,
        changed_at -> Timestamptz,
        import_id -> Nullable<Int8>,
    }
}

diesel::table! {
    grade_imports (id) {
        id -> Int8,
        course_id -> Int8,
        user_id -> Int8,
        plan -> Jsonb,
        changes -> Int4,
        created_at -> Timestamptz,
        applied_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::GradeItemKind;

    grade_items (id) {
        id -> Int8,
        course_id -> Int8,
        category_id -> Nullable<Int8>,
        kind -> GradeItemKind,
        title -> Text,
        max_points -> Numeric,
        is_posted -> Bool,
        created_at -> Timestamptz,
        lesson_id -> Nullable<Int8>,
    }
}

diesel::table! {
    grades (id) {
        id -> Int8,
        item_id -> Int8,
        course_id -> Int8,
        user_id -> Int8,
        points -> Nullable<Numeric>,
        is_excused -> Bool,
        comment -> Text,
        revision -> Int4,
        changed_by -> Nullable<Int8>,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    held_messages (id) {
        id -> Int8,
        chat_room_id -> Int8,
        user_id -> Int8,
        content -> Text,
        word -> Text,
        nonce -> Uuid,
        reply_to_id -> Nullable<Int8>,
        media_ids -> Array<Nullable<Uuid>>,
        held_at -> Timestamptz,
        decided_at -> Nullable<Timestamptz>,
        decided_by -> Nullable<Int8>,
        is_approved -> Nullable<Bool>,
    }
}

diesel::table! {
    job_schedules (name) {
        name -> Text,
        next_run_at -> Timestamptz,
    }
}

diesel::table! {
    jobs (id) {
        id -> Int8,
        name -> Text,
        payload -> Jsonb,
        unique_key -> Nullable<Text>,
        run_at -> Timestamptz,
        attempts -> Int4,
        max_attempts -> Int4,
        lease -> Nullable<Uuid>,
        leased_until -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
        dead_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    known_devices (user_id, device_hash) {
        user_id -> Int8,
        device_hash -> Bytea,
        first_seen_at -> Timestamptz,
        last_seen_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::DanmakuMode;

    lesson_danmaku (id) {
        id -> Int8,
        lesson_id -> Int8,
        user_id -> Int8,
        content -> Text,
        colour -> Text,
        mode -> DanmakuMode,
        position_ms -> Int8,
        nonce -> Uuid,
        created_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
        deleted_by -> Nullable<Int8>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::ReportOutcome;

    lesson_danmaku_reports (id) {
        id -> Int8,
        danmaku_id -> Int8,
        reported_by -> Int8,
        reason -> Text,
        reported_at -> Timestamptz,
        settled_at -> Nullable<Timestamptz>,
        settled_by -> Nullable<Int8>,
        outcome -> Nullable<ReportOutcome>,
    }
}

diesel::table! {
    lesson_files (id) {
        id -> Int8,
        lesson_id -> Int8,
        media_id -> Uuid,
        position -> Int4,
    }
}

diesel::table! {
    lesson_news (lesson_id) {
        lesson_id -> Int8,
        course_id -> Int8,
        added_at -> Timestamptz,
    }
}

diesel::table! {
    lesson_notes (id) {
        id -> Int8,
        lesson_id -> Int8,
        user_id -> Int8,
        position_ms -> Int8,
        body -> Text,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    lesson_prerequisites (lesson_id, required_lesson_id) {
        lesson_id -> Int8,
        required_lesson_id -> Int8,
        course_id -> Int8,
    }
}

diesel::table! {
    lesson_subtitles (id) {
        id -> Int8,
        lesson_id -> Int8,
        language -> Text,
        label -> Text,
        file -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    lesson_versions (id) {
        id -> Int8,
        lesson_id -> Int8,
        number -> Int4,
        title -> Text,
        body -> Text,
        author_id -> Nullable<Int8>,
        restored_from -> Nullable<Int4>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::LessonKind;

    lessons (id) {
        id -> Int8,
        course_id -> Int8,
        section_id -> Int8,
        title -> Text,
        kind -> LessonKind,
        order -> Int4,
        content_url -> Nullable<Text>,
        media_id -> Nullable<Uuid>,
        body -> Text,
        duration_ms -> Nullable<Int8>,
        is_preview -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        live_room_id -> Nullable<Int8>,
        is_required -> Bool,
        completion_any -> Bool,
        chapters -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::LiveAssetKind;
    use super::sql_types::MediaKind;

    live_assets (id) {
        id -> Int8,
        live_room_id -> Int8,
        kind -> LiveAssetKind,
        title -> Text,
        media_id -> Uuid,
        file_url -> Text,
        file_type -> MediaKind,
        is_published -> Bool,
        uploaded_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::LiveMessageType;
    use super::sql_types::DanmakuMode;

    live_chat_messages (id) {
        id -> Int8,
        live_room_id -> Int8,
        user_id -> Nullable<Int8>,
        content -> Text,
        message_type -> LiveMessageType,
        seq -> Int8,
        rev -> Int8,
        nonce -> Uuid,
        media_time_ms -> Nullable<Int8>,
        colour -> Text,
        mode -> DanmakuMode,
        media_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
        deleted_by -> Nullable<Int8>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::LiveDeckProblem;

    live_decks (id) {
        id -> Int8,
        live_room_id -> Int8,
        title -> Text,
        created_by -> Nullable<Int8>,
        created_at -> Timestamptz,
        source_id -> Nullable<Uuid>,
        problem -> Nullable<LiveDeckProblem>,
    }
}

diesel::table! {
    live_hands (id) {
        id -> Int8,
        live_room_id -> Int8,
        user_id -> Int8,
        raised_at -> Timestamptz,
        lowered_at -> Nullable<Timestamptz>,
        lowered_by -> Nullable<Int8>,
    }
}

diesel::table! {
    live_lost_taps (live_room_id, user_id, slot) {
        live_room_id -> Int8,
        user_id -> Int8,
        slot -> Int8,
        media_time_ms -> Int8,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::ReportOutcome;

    live_message_reports (id) {
        id -> Int8,
        message_id -> Int8,
        reported_by -> Int8,
        reason -> Text,
        reported_at -> Timestamptz,
        settled_at -> Nullable<Timestamptz>,
        settled_by -> Nullable<Int8>,
        outcome -> Nullable<ReportOutcome>,
    }
}

diesel::table! {
    live_mutes (live_room_id, user_id) {
        live_room_id -> Int8,
        user_id -> Int8,
        muted_by -> Nullable<Int8>,
        muted_until -> Timestamptz,
    }
}

diesel::table! {
    live_pins (live_room_id) {
        live_room_id -> Int8,
        message_id -> Int8,
        pinned_by -> Nullable<Int8>,
    }
}

diesel::table! {
    live_poll_options (id) {
        id -> Int8,
        poll_id -> Int8,
        place -> Int2,
        content -> Text,
    }
}

diesel::table! {
    live_poll_votes (poll_id, user_id, option_id) {
        poll_id -> Int8,
        option_id -> Int8,
        user_id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    live_polls (id) {
        id -> Int8,
        live_room_id -> Int8,
        question -> Text,
        is_multiple -> Bool,
        may_change -> Bool,
        seconds -> Nullable<Int4>,
        created_by -> Nullable<Int8>,
        created_at -> Timestamptz,
        opened_at -> Nullable<Timestamptz>,
        closes_at -> Nullable<Timestamptz>,
        closed_at -> Nullable<Timestamptz>,
        shown_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    live_question_votes (question_id, user_id) {
        question_id -> Int8,
        user_id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    live_questions (id) {
        id -> Int8,
        live_room_id -> Int8,
        user_id -> Int8,
        content -> Text,
        nonce -> Uuid,
        votes -> Int4,
        media_time_ms -> Nullable<Int8>,
        created_at -> Timestamptz,
        pinned_at -> Nullable<Timestamptz>,
        answered_at -> Nullable<Timestamptz>,
        answered_by -> Nullable<Int8>,
        deleted_at -> Nullable<Timestamptz>,
        deleted_by -> Nullable<Int8>,
    }
}

diesel::table! {
    live_quick_answers (quick_question_id, user_id) {
        quick_question_id -> Int4,
        user_id -> Int8,
        answer -> Jsonb,
        credit -> Numeric,
    }
}

diesel::table! {
    live_quick_attempts (quick_quiz_id, user_id) {
        quick_quiz_id -> Int8,
        user_id -> Int8,
        points -> Numeric,
        submitted_at -> Timestamptz,
    }
}

diesel::table! {
    live_quick_questions (id) {
        id -> Int4,
        quick_quiz_id -> Int8,
        place -> Int2,
        question_id -> Int8,
        version -> Int4,
        arrangement -> Jsonb,
    }
}

diesel::table! {
    live_quick_quizzes (id) {
        id -> Int8,
        live_room_id -> Int8,
        course_id -> Int8,
        title -> Text,
        seconds -> Int4,
        grade_item_id -> Nullable<Int8>,
        created_by -> Nullable<Int8>,
        created_at -> Timestamptz,
        opened_at -> Nullable<Timestamptz>,
        closes_at -> Nullable<Timestamptz>,
        closed_at -> Nullable<Timestamptz>,
        shown_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::LiveRecordingStatus;

    live_recording_parts (id) {
        id -> Int8,
        live_session_id -> Int8,
        flv_path -> Text,
        started_at -> Timestamptz,
        duration_ms -> Nullable<Int8>,
        media_offset_ms -> Nullable<Int8>,
        status -> LiveRecordingStatus,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    live_replay_cuts (live_room_id) {
        live_room_id -> Int8,
        whole_media_id -> Uuid,
        start_ms -> Int8,
        end_ms -> Int8,
        shown_start_ms -> Nullable<Int8>,
        shown_end_ms -> Nullable<Int8>,
        is_shown -> Bool,
        has_failed -> Bool,
        asked_at -> Timestamptz,
    }
}

diesel::table! {
    live_replay_views (live_room_id, user_id) {
        live_room_id -> Int8,
        user_id -> Int8,
        watched -> Int8multirange,
        first_seen_at -> Timestamptz,
        last_seen_at -> Timestamptz,
    }
}

diesel::table! {
    live_roll_call_entries (roll_call_id, user_id) {
        roll_call_id -> Int8,
        user_id -> Int8,
        signed_at -> Timestamptz,
    }
}

diesel::table! {
    live_roll_calls (id) {
        id -> Int8,
        live_room_id -> Int8,
        course_id -> Int8,
        opened_by -> Nullable<Int8>,
        opened_at -> Timestamptz,
        closes_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::LiveStatus;
    use super::sql_types::LiveAccess;

    live_rooms (id) {
        id -> Int8,
        title -> Text,
        teacher_id -> Int8,
        course_id -> Nullable<Int8>,
        status -> LiveStatus,
        access -> LiveAccess,
        start_time -> Nullable<Timestamptz>,
        started_at -> Nullable<Timestamptz>,
        end_time -> Nullable<Timestamptz>,
        last_seq -> Int8,
        last_rev -> Int8,
        stream_key_hash -> Nullable<Bytea>,
        stream_key_hint -> Nullable<Text>,
        settings -> Jsonb,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        slow_seconds -> Int2,
        announced_for -> Nullable<Timestamptz>,
        reminded_for -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    live_sessions (id) {
        id -> Int8,
        live_room_id -> Int8,
        token -> Text,
        client_id -> Nullable<Text>,
        started_at -> Timestamptz,
        connected_at -> Nullable<Timestamptz>,
        disconnected_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    live_slide_turns (id) {
        id -> Int8,
        live_room_id -> Int8,
        slide_id -> Nullable<Int8>,
        media_time_ms -> Nullable<Int8>,
        turned_by -> Nullable<Int8>,
        turned_at -> Timestamptz,
    }
}

diesel::table! {
    live_slides (id) {
        id -> Int8,
        deck_id -> Int8,
        place -> Int2,
        media_id -> Uuid,
    }
}

diesel::table! {
    live_statistics (id) {
        id -> Int8,
        live_room_id -> Int8,
        viewers_now -> Int4,
        viewer_count -> Int4,
        peak_viewers -> Int4,
        average_watch_time -> Int4,
        is_final -> Bool,
        collected_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::LiveStreamEventKind;

    live_stream_events (id) {
        id -> Int8,
        live_room_id -> Int8,
        kind -> LiveStreamEventKind,
        details -> Jsonb,
        at -> Timestamptz,
    }
}

diesel::table! {
    live_viewers (id) {
        id -> Int8,
        live_room_id -> Int8,
        user_id -> Nullable<Int8>,
        guest -> Nullable<Uuid>,
        join_time -> Timestamptz,
        last_seen_at -> Timestamptz,
        leave_time -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Locale;

    mails (id) {
        id -> Int8,
        message_id -> Uuid,
        receiver -> Text,
        subject -> Text,
        html -> Text,
        plain -> Text,
        created_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
        failed_at -> Nullable<Timestamptz>,
        error -> Text,
        user_id -> Nullable<Int8>,
        locale -> Locale,
        topic -> Nullable<Text>,
        letter -> Nullable<Jsonb>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::MediaKind;
    use super::sql_types::MediaContainer;

    media (id) {
        id -> Uuid,
        storage_key -> Text,
        thumbnail_key -> Nullable<Text>,
        original_name -> Text,
        content_type -> Text,
        kind -> MediaKind,
        container -> MediaContainer,
        byte_size -> Int8,
        sha256 -> Bytea,
        width -> Nullable<Int4>,
        height -> Nullable<Int4>,
        duration_ms -> Nullable<Int8>,
        owner_id -> Nullable<Int8>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    message_archives (id) {
        id -> Int8,
        chat_room_id -> Int8,
        first_seq -> Int8,
        last_seq -> Int8,
        first_at -> Timestamptz,
        last_at -> Timestamptz,
        message_count -> Int4,
        byte_size -> Int8,
        sha256 -> Bytea,
        storage_key -> Text,
        is_stale -> Bool,
        archived_at -> Timestamptz,
    }
}

diesel::table! {
    message_mentions (message_id, user_id) {
        message_id -> Int8,
        user_id -> Int8,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::MessageNotificationReason;

    message_notifications (id) {
        id -> Int8,
        user_id -> Int8,
        message_id -> Int8,
        reason -> MessageNotificationReason,
        is_read -> Bool,
        notified_at -> Timestamptz,
    }
}

diesel::table! {
    message_reactions (message_id, emoji, user_id) {
        message_id -> Int8,
        user_id -> Int8,
        emoji -> Text,
        reacted_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::ReportOutcome;

    message_reports (id) {
        id -> Int8,
        message_id -> Int8,
        reported_by -> Int8,
        reason -> Text,
        reported_at -> Timestamptz,
        settled_at -> Nullable<Timestamptz>,
        settled_by -> Nullable<Int8>,
        outcome -> Nullable<ReportOutcome>,
    }
}

diesel::table! {
    message_revisions (id) {
        id -> Int8,
        message_id -> Int8,
        content -> Text,
        replaced_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::MessageType;
    use super::sql_types::Tsvector;

    messages (id) {
        id -> Int8,
        chat_room_id -> Int8,
        user_id -> Nullable<Int8>,
        content -> Text,
        message_type -> MessageType,
        seq -> Int8,
        rev -> Int8,
        nonce -> Uuid,
        reply_to_id -> Nullable<Int8>,
        created_at -> Timestamptz,
        edited_at -> Nullable<Timestamptz>,
        deleted_at -> Nullable<Timestamptz>,
        deleted_by -> Nullable<Int8>,
        mentions_all -> Bool,
        pinned_at -> Nullable<Timestamptz>,
        pinned_by -> Nullable<Int8>,
        search -> Nullable<Tsvector>,
    }
}

diesel::table! {
    mistakes (id) {
        id -> Int8,
        user_id -> Int8,
        question_id -> Int8,
        wrong_count -> Int4,
        right_streak -> Int4,
        due_at -> Timestamptz,
        last_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::NotificationChannel;

    notification_choices (user_id, topic, channel) {
        user_id -> Int8,
        topic -> Text,
        channel -> NotificationChannel,
        is_on -> Bool,
    }
}

diesel::table! {
    notification_mutes (user_id, course_id) {
        user_id -> Int8,
        course_id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    notifications (id) {
        id -> Int8,
        user_id -> Int8,
        kind -> Text,
        message -> Text,
        link -> Nullable<Text>,
        is_read -> Bool,
        created_at -> Timestamptz,
        course_id -> Nullable<Int8>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::OrderStatus;

    order_changes (id) {
        id -> Int8,
        order_id -> Int8,
        status -> OrderStatus,
        reason -> Text,
        actor_id -> Nullable<Int8>,
        at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::OrderStatus;

    orders (id) {
        id -> Int8,
        user_id -> Int8,
        course_id -> Int8,
        amount -> Int8,
        currency -> Text,
        status -> OrderStatus,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        list_amount -> Nullable<Int8>,
        coupon_id -> Nullable<Int8>,
        paid_at -> Nullable<Timestamptz>,
        refund_amount -> Nullable<Int8>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::PaymentGateway;

    payment_events (id) {
        id -> Int8,
        gateway -> PaymentGateway,
        event -> Text,
        payment_id -> Int8,
        kind -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::PaymentGateway;
    use super::sql_types::PaymentStatus;

    payments (id) {
        id -> Int8,
        order_id -> Int8,
        gateway -> PaymentGateway,
        reference -> Uuid,
        session -> Nullable<Text>,
        capture -> Nullable<Text>,
        page_url -> Nullable<Text>,
        amount -> Int8,
        currency -> Text,
        status -> PaymentStatus,
        refund_amount -> Nullable<Int8>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::ProgressStatus;

    progress (id) {
        id -> Int8,
        user_id -> Int8,
        course_id -> Int8,
        lesson_id -> Int8,
        status -> ProgressStatus,
        watched -> Int8multirange,
        position_ms -> Int8,
        last_heartbeat_at -> Nullable<Timestamptz>,
        last_accessed_at -> Timestamptz,
        completed_at -> Nullable<Timestamptz>,
        viewed_at -> Nullable<Timestamptz>,
        submitted_at -> Nullable<Timestamptz>,
        score -> Nullable<Numeric>,
        posted_at -> Nullable<Timestamptz>,
        attended_ms -> Int8,
        marked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    question_imports (id) {
        id -> Uuid,
        course_id -> Int8,
        imported_by -> Nullable<Int8>,
        questions -> Int4,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    question_tags (question_id, tag) {
        question_id -> Int8,
        tag -> Text,
    }
}

diesel::table! {
    question_versions (question_id, version) {
        question_id -> Int8,
        version -> Int4,
        content -> Jsonb,
        created_by -> Nullable<Int8>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::QuestionType;

    questions (id) {
        id -> Int8,
        quiz_id -> Nullable<Int8>,
        question_text -> Text,
        question_type -> QuestionType,
        options -> Nullable<Jsonb>,
        order -> Nullable<Int4>,
        course_id -> Int8,
        title -> Text,
        current_version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        archived_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    quiz_accommodations (id) {
        id -> Int8,
        quiz_id -> Int8,
        user_id -> Int8,
        factor_percent -> Int4,
        extra_ms -> Int8,
    }
}

diesel::table! {
    quiz_slots (id) {
        id -> Int8,
        quiz_id -> Int8,
        order -> Int4,
        points -> Numeric,
        question_id -> Nullable<Int8>,
        draw_count -> Nullable<Int4>,
        draw_tag -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::QuizFinalScore;
    use super::sql_types::QuizRelease;

    quizzes (id) {
        id -> Int8,
        course_id -> Int8,
        title -> Text,
        created_at -> Timestamptz,
        lesson_id -> Int8,
        instructions -> Text,
        open_at -> Nullable<Timestamptz>,
        close_at -> Nullable<Timestamptz>,
        time_limit_ms -> Nullable<Int8>,
        attempts_allowed -> Nullable<Int4>,
        attempt_delay_ms -> Int8,
        final_score -> QuizFinalScore,
        shuffles_questions -> Bool,
        shuffles_options -> Bool,
        release_marks -> QuizRelease,
        release_answers -> QuizRelease,
        release_feedback -> QuizRelease,
        updated_at -> Timestamptz,
        grade_item_id -> Nullable<Int8>,
    }
}

diesel::table! {
    recovery_codes (user_id, code_hash) {
        user_id -> Int8,
        code_hash -> Bytea,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::ReportOutcome;

    review_reports (id) {
        id -> Int8,
        review_id -> Int8,
        reporter_id -> Int8,
        reason -> Text,
        created_at -> Timestamptz,
        settled_at -> Nullable<Timestamptz>,
        settled_by -> Nullable<Int8>,
        outcome -> Nullable<ReportOutcome>,
    }
}

diesel::table! {
    review_votes (review_id, user_id) {
        review_id -> Int8,
        user_id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    reviews (id) {
        id -> Int8,
        user_id -> Int8,
        course_id -> Int8,
        rating -> Int2,
        comment -> Text,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        edited_at -> Nullable<Timestamptz>,
        useful_count -> Int4,
        reply -> Text,
        replied_at -> Nullable<Timestamptz>,
        replied_by -> Nullable<Int8>,
        hidden_at -> Nullable<Timestamptz>,
        hidden_by -> Nullable<Int8>,
        hidden_reason -> Text,
    }
}

diesel::table! {
    roster_imports (id) {
        id -> Int8,
        course_id -> Int8,
        user_id -> Int8,
        people -> Jsonb,
        joined -> Int4,
        created_at -> Timestamptz,
        applied_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sandbox_charges (reference) {
        reference -> Uuid,
        status -> Text,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    second_factors (user_id) {
        user_id -> Int8,
        sealed -> Bytea,
        started_at -> Timestamptz,
        confirmed_at -> Nullable<Timestamptz>,
        last_step -> Int8,
    }
}

diesel::table! {
    sections (id) {
        id -> Int8,
        course_id -> Int8,
        title -> Text,
        order -> Int4,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    sessions (id_hash) {
        id_hash -> Bytea,
        user_id -> Nullable<Int8>,
        state -> Jsonb,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        user_agent -> Text,
        address -> Text,
    }
}

diesel::table! {
    site_settings (key) {
        key -> Text,
        value -> Jsonb,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::SiteWordVerdict;

    site_words (id) {
        id -> Int8,
        word -> Text,
        verdict -> SiteWordVerdict,
        added_at -> Timestamptz,
        added_by -> Nullable<Int8>,
    }
}

diesel::table! {
    submissions (id) {
        id -> Int8,
        user_id -> Int8,
        quiz_id -> Int8,
        answer -> Jsonb,
        score -> Nullable<Numeric>,
        submitted_at -> Timestamptz,
        attempt_id -> Nullable<Int8>,
    }
}

diesel::table! {
    teacher_applications (id) {
        id -> Int8,
        user_id -> Int8,
        words -> Text,
        created_at -> Timestamptz,
        decided_at -> Nullable<Timestamptz>,
        decided_by -> Nullable<Int8>,
        is_granted -> Nullable<Bool>,
        reason -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::UserRole;
    use super::sql_types::Locale;
    use super::sql_types::Theme;

    users (id) {
        id -> Int8,
        username -> Text,
        email -> Text,
        password -> Text,
        role -> UserRole,
        display_name -> Text,
        locale -> Locale,
        theme -> Theme,
        time_zone -> Text,
        is_suspended -> Bool,
        deleted_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        avatar_id -> Nullable<Uuid>,
        email_confirmed_at -> Nullable<Timestamptz>,
        bio -> Text,
        suspended_until -> Nullable<Timestamptz>,
        suspension_reason -> Text,
    }
}

diesel::joinable!(account_exports -> users (user_id));
diesel::joinable!(account_tokens -> users (user_id));
diesel::joinable!(archived_messages -> chat_rooms (chat_room_id));
diesel::joinable!(archived_messages -> message_archives (archive_id));
diesel::joinable!(archived_messages -> users (user_id));
diesel::joinable!(archived_notices -> archived_messages (archived_message_id));
diesel::joinable!(archived_notices -> users (user_id));
diesel::joinable!(assignment_evaluations -> assignment_rubrics (rubric_id));
diesel::joinable!(assignment_evaluations -> assignment_submissions (submission_id));
diesel::joinable!(assignment_evaluations -> users (graded_by));
diesel::joinable!(assignment_extensions -> assignments (assignment_id));
diesel::joinable!(assignment_extensions -> users (user_id));
diesel::joinable!(assignment_files -> assignment_submissions (submission_id));
diesel::joinable!(assignment_files -> media (media_id));
diesel::joinable!(assignment_returned_files -> assignment_evaluations (evaluation_id));
diesel::joinable!(assignment_returned_files -> media (media_id));
diesel::joinable!(assignment_rubrics -> assignments (assignment_id));
diesel::joinable!(assignment_submissions -> assignments (assignment_id));
diesel::joinable!(assignment_submissions -> users (user_id));
diesel::joinable!(assignment_versions -> assignment_submissions (submission_id));
diesel::joinable!(assignments -> grade_items (grade_item_id));
diesel::joinable!(attachments -> archived_messages (archived_message_id));
diesel::joinable!(attachments -> media (media_id));
diesel::joinable!(attachments -> messages (message_id));
diesel::joinable!(attempt_answers -> attempts (attempt_id));
diesel::joinable!(attempt_answers -> media (media_id));
diesel::joinable!(attempt_answers -> questions (question_id));
diesel::joinable!(attempt_answers -> users (graded_by));
diesel::joinable!(attempts -> quizzes (quiz_id));
diesel::joinable!(attempts -> users (user_id));
diesel::joinable!(audit_log -> users (actor_id));
diesel::joinable!(calendar_feeds -> users (user_id));
diesel::joinable!(certificates -> courses (course_id));
diesel::joinable!(chat_digest_messages -> chat_digests (digest_id));
diesel::joinable!(chat_digest_messages -> message_notifications (notification_id));
diesel::joinable!(chat_digests -> mails (mail_id));
diesel::joinable!(chat_digests -> users (user_id));
diesel::joinable!(chat_room_members -> chat_rooms (chat_room_id));
diesel::joinable!(chat_room_members -> users (user_id));
diesel::joinable!(chat_rooms -> courses (course_id));
diesel::joinable!(completion_rules -> lessons (lesson_id));
diesel::joinable!(coupons -> courses (course_id));
diesel::joinable!(coupons -> users (created_by));
diesel::joinable!(course_completions -> courses (course_id));
diesel::joinable!(course_completions -> users (user_id));
diesel::joinable!(course_staff -> courses (course_id));
diesel::joinable!(course_staff -> users (user_id));
diesel::joinable!(courses -> categories (category_id));
diesel::joinable!(courses -> media (cover_media_id));
diesel::joinable!(courses -> users (teacher_id));
diesel::joinable!(due_reminders -> lessons (lesson_id));
diesel::joinable!(due_reminders -> users (user_id));
diesel::joinable!(email_changes -> users (user_id));
diesel::joinable!(enrollments -> courses (course_id));
diesel::joinable!(enrollments -> users (user_id));
diesel::joinable!(grade_categories -> courses (course_id));
diesel::joinable!(grade_changes -> courses (course_id));
diesel::joinable!(grade_changes -> grade_imports (import_id));
diesel::joinable!(grade_imports -> courses (course_id));
diesel::joinable!(grade_imports -> users (user_id));
diesel::joinable!(grade_items -> courses (course_id));
diesel::joinable!(grade_items -> lessons (lesson_id));
diesel::joinable!(held_messages -> chat_rooms (chat_room_id));
diesel::joinable!(known_devices -> users (user_id));
diesel::joinable!(lesson_danmaku -> lessons (lesson_id));
diesel::joinable!(lesson_danmaku_reports -> lesson_danmaku (danmaku_id));
diesel::joinable!(lesson_files -> lessons (lesson_id));
diesel::joinable!(lesson_files -> media (media_id));
diesel::joinable!(lesson_news -> courses (course_id));
diesel::joinable!(lesson_news -> lessons (lesson_id));
diesel::joinable!(lesson_notes -> lessons (lesson_id));
diesel::joinable!(lesson_notes -> users (user_id));
diesel::joinable!(lesson_subtitles -> lessons (lesson_id));
diesel::joinable!(lesson_versions -> lessons (lesson_id));
diesel::joinable!(lesson_versions -> users (author_id));
diesel::joinable!(lessons -> courses (course_id));
diesel::joinable!(lessons -> live_rooms (live_room_id));
diesel::joinable!(lessons -> media (media_id));
diesel::joinable!(live_assets -> live_rooms (live_room_id));
diesel::joinable!(live_assets -> media (media_id));
diesel::joinable!(live_chat_messages -> live_rooms (live_room_id));
diesel::joinable!(live_chat_messages -> media (media_id));
diesel::joinable!(live_decks -> live_rooms (live_room_id));
diesel::joinable!(live_decks -> media (source_id));
diesel::joinable!(live_decks -> users (created_by));
diesel::joinable!(live_hands -> live_rooms (live_room_id));
diesel::joinable!(live_lost_taps -> live_rooms (live_room_id));
diesel::joinable!(live_lost_taps -> users (user_id));
diesel::joinable!(live_message_reports -> live_chat_messages (message_id));
diesel::joinable!(live_mutes -> live_rooms (live_room_id));
diesel::joinable!(live_pins -> live_chat_messages (message_id));
diesel::joinable!(live_pins -> live_rooms (live_room_id));
diesel::joinable!(live_pins -> users (pinned_by));
diesel::joinable!(live_poll_options -> live_polls (poll_id));
diesel::joinable!(live_poll_votes -> users (user_id));
diesel::joinable!(live_polls -> live_rooms (live_room_id));
diesel::joinable!(live_polls -> users (created_by));
diesel::joinable!(live_question_votes -> live_questions (question_id));
diesel::joinable!(live_question_votes -> users (user_id));
diesel::joinable!(live_questions -> live_rooms (live_room_id));
diesel::joinable!(live_quick_answers -> live_quick_questions (quick_question_id));
diesel::joinable!(live_quick_answers -> users (user_id));
diesel::joinable!(live_quick_attempts -> live_quick_quizzes (quick_quiz_id));
diesel::joinable!(live_quick_attempts -> users (user_id));
diesel::joinable!(live_quick_questions -> live_quick_quizzes (quick_quiz_id));
diesel::joinable!(live_quick_quizzes -> courses (course_id));
diesel::joinable!(live_quick_quizzes -> grade_items (grade_item_id));
diesel::joinable!(live_quick_quizzes -> live_rooms (live_room_id));
diesel::joinable!(live_quick_quizzes -> users (created_by));
diesel::joinable!(live_recording_parts -> live_sessions (live_session_id));
diesel::joinable!(live_replay_cuts -> live_rooms (live_room_id));
diesel::joinable!(live_replay_cuts -> media (whole_media_id));
diesel::joinable!(live_replay_views -> live_rooms (live_room_id));
diesel::joinable!(live_replay_views -> users (user_id));
diesel::joinable!(live_roll_call_entries -> live_roll_calls (roll_call_id));
diesel::joinable!(live_roll_call_entries -> users (user_id));
diesel::joinable!(live_roll_calls -> courses (course_id));
diesel::joinable!(live_roll_calls -> live_rooms (live_room_id));
diesel::joinable!(live_roll_calls -> users (opened_by));
diesel::joinable!(live_rooms -> courses (course_id));
diesel::joinable!(live_rooms -> users (teacher_id));
diesel::joinable!(live_sessions -> live_rooms (live_room_id));
diesel::joinable!(live_slide_turns -> live_rooms (live_room_id));
diesel::joinable!(live_slide_turns -> live_slides (slide_id));
diesel::joinable!(live_slide_turns -> users (turned_by));
diesel::joinable!(live_slides -> live_decks (deck_id));
diesel::joinable!(live_slides -> media (media_id));
diesel::joinable!(live_statistics -> live_rooms (live_room_id));
diesel::joinable!(live_stream_events -> live_rooms (live_room_id));
diesel::joinable!(live_viewers -> live_rooms (live_room_id));
diesel::joinable!(live_viewers -> users (user_id));
diesel::joinable!(mails -> users (user_id));
diesel::joinable!(message_archives -> chat_rooms (chat_room_id));
diesel::joinable!(message_mentions -> messages (message_id));
diesel::joinable!(message_mentions -> users (user_id));
diesel::joinable!(message_notifications -> messages (message_id));
diesel::joinable!(message_notifications -> users (user_id));
diesel::joinable!(message_reactions -> messages (message_id));
diesel::joinable!(message_reactions -> users (user_id));
diesel::joinable!(message_reports -> messages (message_id));
diesel::joinable!(message_revisions -> messages (message_id));
diesel::joinable!(messages -> chat_rooms (chat_room_id));
diesel::joinable!(mistakes -> questions (question_id));
diesel::joinable!(mistakes -> users (user_id));
diesel::joinable!(notification_choices -> users (user_id));
diesel::joinable!(notification_mutes -> courses (course_id));
diesel::joinable!(notification_mutes -> users (user_id));
diesel::joinable!(notifications -> courses (course_id));
diesel::joinable!(notifications -> users (user_id));
diesel::joinable!(order_changes -> orders (order_id));
diesel::joinable!(order_changes -> users (actor_id));
diesel::joinable!(orders -> courses (course_id));
diesel::joinable!(orders -> users (user_id));
diesel::joinable!(payment_events -> payments (payment_id));
diesel::joinable!(payments -> orders (order_id));
diesel::joinable!(progress -> users (user_id));
diesel::joinable!(question_imports -> courses (course_id));
diesel::joinable!(question_imports -> users (imported_by));
diesel::joinable!(question_tags -> questions (question_id));
diesel::joinable!(question_versions -> users (created_by));
diesel::joinable!(questions -> courses (course_id));
diesel::joinable!(questions -> quizzes (quiz_id));
diesel::joinable!(quiz_accommodations -> quizzes (quiz_id));
diesel::joinable!(quiz_accommodations -> users (user_id));
diesel::joinable!(quiz_slots -> questions (question_id));
diesel::joinable!(quiz_slots -> quizzes (quiz_id));
diesel::joinable!(quizzes -> courses (course_id));
diesel::joinable!(quizzes -> grade_items (grade_item_id));
diesel::joinable!(recovery_codes -> second_factors (user_id));
diesel::joinable!(review_reports -> reviews (review_id));
diesel::joinable!(review_votes -> reviews (review_id));
diesel::joinable!(review_votes -> users (user_id));
diesel::joinable!(reviews -> courses (course_id));
diesel::joinable!(roster_imports -> courses (course_id));
diesel::joinable!(roster_imports -> users (user_id));
diesel::joinable!(second_factors -> users (user_id));
diesel::joinable!(sections -> courses (course_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(site_words -> users (added_by));
diesel::joinable!(submissions -> attempts (attempt_id));
diesel::joinable!(submissions -> quizzes (quiz_id));
diesel::joinable!(submissions -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    account_exports,
    account_tokens,
    announcements,
    archived_messages,
    archived_notices,
    assignment_evaluations,
    assignment_extensions,
    assignment_files,
    assignment_returned_files,
    assignment_rubrics,
    assignment_submissions,
    assignment_versions,
    assignments,
    attachments,
    attempt_answers,
    attempts,
    audit_log,
    calendar_feeds,
    categories,
    certificates,
    chat_digest_messages,
    chat_digests,
    chat_room_members,
    chat_rooms,
    completion_rules,
    coupons,
    course_completions,
    course_staff,
    courses,
    due_reminders,
    email_changes,
    enrollments,
    grade_categories,
    grade_changes,
    grade_imports,
    grade_items,
    grades,
    held_messages,
    job_schedules,
    jobs,
    known_devices,
    lesson_danmaku,
    lesson_danmaku_reports,
    lesson_files,
    lesson_news,
    lesson_notes,
    lesson_prerequisites,
    lesson_subtitles,
    lesson_versions,
    lessons,
    live_assets,
    live_chat_messages,
    live_decks,
    live_hands,
    live_lost_taps,
    live_message_reports,
    live_mutes,
    live_pins,
    live_poll_options,
    live_poll_votes,
    live_polls,
    live_question_votes,
    live_questions,
    live_quick_answers,
    live_quick_attempts,
    live_quick_questions,
    live_quick_quizzes,
    live_recording_parts,
    live_replay_cuts,
    live_replay_views,
    live_roll_call_entries,
    live_roll_calls,
    live_rooms,
    live_sessions,
    live_slide_turns,
    live_slides,
    live_statistics,
    live_stream_events,
    live_viewers,
    mails,
    media,
    message_archives,
    message_mentions,
    message_notifications,
    message_reactions,
    message_reports,
    message_revisions,
    messages,
    mistakes,
    notification_choices,
    notification_mutes,
    notifications,
    order_changes,
    orders,
    payment_events,
    payments,
    progress,
    question_imports,
    question_tags,
    question_versions,
    questions,
    quiz_accommodations,
    quiz_slots,
    quizzes,
    recovery_codes,
    review_reports,
    review_votes,
    reviews,
    roster_imports,
    sandbox_charges,
    second_factors,
    sections,
    sessions,
    site_settings,
    site_words,
    submissions,
    teacher_applications,
    users,
);
