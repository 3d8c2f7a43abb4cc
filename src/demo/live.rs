//! A class that has ended, with its recording and danmaku, and one that is planned.

use chrono::{Duration, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use crate::demo::{Made, People};
use crate::error::Result;
use crate::schema::{
    live_assets, live_chat_messages, live_recording_parts, live_rooms, live_sessions,
    live_statistics, live_viewers,
};
use crate::storage::{Media, MediaKind};

/// The length of the recording, in seconds.
pub(super) const RECORDING_SECONDS: u32 = 90;
pub(super) const TITLE: &str = "直播答疑：读懂借用检查器";

/// Second of the recording, person, words, colour.
const DANMAKU: &[(i64, &str, &str, &str)] = &[
    (2, "haoran", "来了来了", "#ffffff"),
    (4, "yuchen", "晚上好！", "#ffffff"),
    (6, "jonas", "hello from Bremen", "#8fd3ff"),
    (9, "mingyue", "声音清楚", "#ffffff"),
    (14, "student", "第一课的作业讲吗？", "#ffd166"),
    (18, "teacher", "先讲作业，再讲生命周期", "#ff8f8f"),
    (25, "qingqing", "这一行为什么不报错", "#ffffff"),
    (31, "haoran", "因为借用已经结束了", "#ffffff"),
    (33, "dashan", "懂了！", "#a8e6a1"),
    (34, "yuchen", "懂了！", "#a8e6a1"),
    (35, "mingyue", "懂了！", "#a8e6a1"),
    (
        44,
        "priya",
        "so the last use counts, not the brace?",
        "#8fd3ff",
    ),
    (50, "teacher", "Yes: the last use.", "#ff8f8f"),
    (58, "student", "截图了", "#ffffff"),
    (66, "qingqing", "可以再讲一遍吗", "#ffd166"),
    (75, "assistant", "回放里可以慢放再看", "#ffffff"),
    (84, "haoran", "谢谢老师", "#ffffff"),
    (86, "jonas", "谢谢!", "#8fd3ff"),
];

pub(super) fn insert(
    conn: &mut PgConnection,
    people: &People,
    recording: &Media,
    made: &mut Made,
) -> Result<()> {
    let course = made.courses[0];
    let ended = insert_ended(conn, people, course, recording)?;
    let planned: i64 = diesel::insert_into(live_rooms::table)
        .values((
            live_rooms::title.eq("所有权一小时：从报错到通过"),
            live_rooms::teacher_id.eq(people["teacher"]),
            live_rooms::course_id.eq(course),
            live_rooms::access.eq(crate::live::Access::Enrolled),
            live_rooms::start_time.eq(super::evening(2)),
        ))
        .returning(live_rooms::id)
        .get_result(conn)?;
    made.live_rooms = vec![ended, planned];
    Ok(())
}

fn insert_ended(
    conn: &mut PgConnection,
    people: &People,
    course: i64,
    recording: &Media,
) -> Result<i64> {
    let started = super::evening(-1);
    let ended = started + Duration::seconds(RECORDING_SECONDS.into());
    let count = DANMAKU.len() as i64;
    let room: i64 = diesel::insert_into(live_rooms::table)
        .values((
            live_rooms::title.eq(TITLE),
            live_rooms::teacher_id.eq(people["teacher"]),
            live_rooms::course_id.eq(course),
            live_rooms::access.eq(crate::live::Access::Enrolled),
            live_rooms::status.eq(crate::live::Status::Ended),
            live_rooms::start_time.eq(started),
            live_rooms::started_at.eq(started),
            live_rooms::end_time.eq(ended),
            live_rooms::last_seq.eq(count),
            live_rooms::last_rev.eq(count),
        ))
        .returning(live_rooms::id)
        .get_result(conn)?;
    insert_recording(conn, room, started, ended, recording)?;
    insert_danmaku(conn, room, started, people)?;
    insert_statistics(conn, room, started, ended, people)?;
    Ok(room)
}

type Time = chrono::DateTime<Utc>;

fn insert_recording(
    conn: &mut PgConnection,
    room: i64,
    started: Time,
    ended: Time,
    recording: &Media,
) -> Result<()> {
    let token = Uuid::new_v4().simple().to_string();
    let session: i64 = diesel::insert_into(live_sessions::table)
        .values((
            live_sessions::live_room_id.eq(room),
            live_sessions::token.eq(&token),
            live_sessions::started_at.eq(started),
            live_sessions::ended_at.eq(ended),
        ))
        .returning(live_sessions::id)
        .get_result(conn)?;
    diesel::insert_into(live_recording_parts::table)
        .values((
            live_recording_parts::live_session_id.eq(session),
            live_recording_parts::flv_path.eq(format!("{token}.flv")),
            live_recording_parts::started_at.eq(started),
            live_recording_parts::duration_ms.eq(recording.duration_ms),
            live_recording_parts::media_offset_ms.eq(0),
            live_recording_parts::status.eq(crate::live::model::RecordingStatus::Remuxed),
        ))
        .execute(conn)?;
    diesel::insert_into(live_assets::table)
        .values((
            live_assets::live_room_id.eq(room),
            live_assets::kind.eq(crate::live::model::AssetKind::Recording),
            live_assets::media_id.eq(recording.id),
            live_assets::file_url.eq(recording.url()),
            live_assets::file_type.eq(MediaKind::Video),
        ))
        .execute(conn)?;
    Ok(())
}

fn insert_danmaku(
    conn: &mut PgConnection,
    room: i64,
    started: Time,
    people: &People,
) -> Result<()> {
    for (place, (second, person, content, colour)) in DANMAKU.iter().enumerate() {
        let seq = place as i64 + 1;
        let at = started + Duration::seconds(*second);
        diesel::insert_into(live_chat_messages::table)
            .values((
                live_chat_messages::live_room_id.eq(room),
                live_chat_messages::user_id.eq(people[person]),
                live_chat_messages::content.eq(content),
                live_chat_messages::seq.eq(seq),
                live_chat_messages::rev.eq(seq),
                live_chat_messages::nonce.eq(Uuid::now_v7()),
                live_chat_messages::colour.eq(colour),
                live_chat_messages::media_time_ms.eq(at.timestamp_millis()),
                live_chat_messages::created_at.eq(at),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// A stay for each of the learners, and the samples that the plot is drawn from.
fn insert_statistics(
    conn: &mut PgConnection,
    room: i64,
    started: Time,
    ended: Time,
    people: &People,
) -> Result<()> {
    let viewers = [
        "student", "haoran", "yuchen", "mingyue", "jonas", "priya", "dashan", "qingqing",
    ];
    for (place, person) in viewers.into_iter().enumerate() {
        diesel::insert_into(live_viewers::table)
            .values((
                live_viewers::live_room_id.eq(room),
                live_viewers::user_id.eq(people[person]),
                live_viewers::join_time.eq(started + Duration::seconds(place as i64 * 3)),
                live_viewers::last_seen_at.eq(ended),
                live_viewers::leave_time.eq(ended - Duration::seconds(place as i64 % 3 * 9)),
            ))
            .execute(conn)?;
    }
    for (sample, now) in [0, 4, 7, 8, 8, 7, 6].into_iter().enumerate() {
        insert_sample(
            conn,
            room,
            started + Duration::seconds(sample as i64 * 15),
            now,
            (8, 8, 60),
            false,
        )?;
    }
    insert_sample(conn, room, ended, 0, (8, 8, 71), true)
}

fn insert_sample(
    conn: &mut PgConnection,
    room: i64,
    at: Time,
    now: i32,
    (total, peak, watched): (i32, i32, i32),
    is_final: bool,
) -> Result<()> {
    diesel::insert_into(live_statistics::table)
        .values((
            live_statistics::live_room_id.eq(room),
            live_statistics::viewers_now.eq(now),
            live_statistics::viewer_count.eq(total),
            live_statistics::peak_viewers.eq(peak),
            live_statistics::average_watch_time.eq(watched),
            live_statistics::is_final.eq(is_final),
            live_statistics::collected_at.eq(at),
        ))
        .execute(conn)?;
    Ok(())
}
