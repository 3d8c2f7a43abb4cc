//! Conversations: in the rooms of three courses, one between two people, and a group.

use chrono::{DateTime, Duration, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use crate::chat::RoomKind;
use crate::demo::{Made, People};
use crate::error::Result;
use crate::schema::{chat_room_members, chat_rooms, messages};

type Lines = &'static [(&'static str, &'static str)];

/// In the room of the first course.
const RUST: Lines = &[
    (
        "teacher",
        "欢迎大家！这里可以问任何问题，贴代码请用三个反引号包起来。",
    ),
    (
        "haoran",
        "第一课的例子我改成了 `let greeting = &name;`，通过了。为什么 `println!` 不会把值移走？",
    ),
    (
        "teacher",
        "好问题。`println!` 是宏，它自己在里面借用了参数，所以你看不到那个 `&`。",
    ),
    ("yuchen", "怪不得！我还以为它有特权。"),
    ("mingyue", "报错里说的 *lifetime* 要到第几课才讲？"),
    (
        "teacher",
        "第三周。现在先记住一句话：**借的时间不能比主人活得久**。",
    ),
    ("student", "我把视频看完了，问题的答案是一个主人，对吗？"),
    (
        "assistant",
        "对。顺便说一句，进度会自己记下来，换手机也能接着看。",
    ),
    ("jonas", "Is it fine to ask in English here?"),
    ("teacher", "Of course, please do."),
    (
        "jonas",
        "Then: why does `let t = s.clone();` feel slow to reviewers? It is only a copy.",
    ),
    (
        "haoran",
        "因为它真的会复制整个字符串，数据大的时候差别很明显。",
    ),
    (
        "qingqing",
        "```rust\nfn main() {\n    let words = vec![\"讲\", \"堂\"];\n    for word in &words { print!(\"{word}\"); }\n}\n```\n这样写对吗？",
    ),
    ("teacher", "很好，遍历时借用，后面还能继续用 `words`。"),
];

/// In the room of the course on Tang poetry.
const POETRY: Lines = &[
    ("suwan", "这周读《鹿柴》，请写下你听见的三种声音。"),
    ("student", "我听见：楼上拖椅子、远处的公交车、自己的呼吸。"),
    ("mingyue", "雨打在空调外机上。忽然觉得“空山”就是这样。"),
    ("suwan", "写得真好。你看，有声音，山才空。"),
    ("dashan", "我这边只有工地的声音……也算吧？"),
    ("suwan", "当然算。王维没有挑，他只是听见了。"),
];

/// In the room of the course on clear writing.
const WRITING: Lines = &[
    (
        "amara",
        "Post one sentence from your own desk that you would like to cut.",
    ),
    (
        "priya",
        "\"Consideration was given to the possibility of an extension of the deadline.\"",
    ),
    ("jonas", "We thought about giving you more time."),
    (
        "amara",
        "Eight words instead of twelve, and now somebody is thinking. Well done.",
    ),
    (
        "student",
        "Can I try? *The reduction of noise was achieved by closing the window.*",
    ),
    ("amara", "Go on: who closed it?"),
    ("student", "I closed the window, and it got quiet."),
];

/// Between the student and the teacher.
const DIRECT: Lines = &[
    (
        "student",
        "老师好，周三的直播我可能会晚到十分钟，有回放吗？",
    ),
    ("teacher", "有的，下课几分钟后就能看，弹幕也会一起保留。"),
    ("student", "太好了，谢谢老师！"),
];

/// In a group that everybody may join.
const READING: Lines = &[
    (
        "teacher",
        "这个群用来一起读书，每周三晚上八点聊一章。谁都可以加入。",
    ),
    (
        "assistant",
        "这周读《定理与证明》第二章，先把 $a^2+b^2=c^2$ 的三种证法看一遍。",
    ),
    ("student", "第三种用面积的那个最好懂 👍"),
    ("assistant", "对，下次我们比一比它和向量的证法。"),
];

pub(super) fn insert(conn: &mut PgConnection, people: &People, made: &Made) -> Result<()> {
    for (course, lines) in [(0, RUST), (4, POETRY), (7, WRITING)] {
        let room: i64 = chat_rooms::table
            .filter(chat_rooms::course_id.eq(made.courses[course]))
            .select(chat_rooms::id)
            .first(conn)?;
        insert_lines(conn, room, people, lines)?;
    }
    let (student, teacher) = (people["student"], people["teacher"]);
    let room: i64 = diesel::sql_query("INSERT INTO chat_rooms (kind, direct_low_id, direct_high_id) VALUES ('direct', $1, $2) RETURNING id")
        .bind::<diesel::sql_types::BigInt, _>(student.min(teacher))
        .bind::<diesel::sql_types::BigInt, _>(student.max(teacher))
        .get_result::<Id>(conn)?
        .id;
    for person in [student, teacher] {
        diesel::insert_into(chat_room_members::table)
            .values((
                chat_room_members::chat_room_id.eq(room),
                chat_room_members::user_id.eq(person),
            ))
            .execute(conn)?;
    }
    insert_lines(conn, room, people, DIRECT)?;
    insert_group(conn, people)
}

fn insert_group(conn: &mut PgConnection, people: &People) -> Result<()> {
    let room: i64 = diesel::insert_into(chat_rooms::table)
        .values((
            chat_rooms::kind.eq(RoomKind::Group),
            chat_rooms::name.eq("周三读书会"),
            chat_rooms::description.eq("每周三晚上八点，一起读一章、聊一章。"),
            chat_rooms::is_open.eq(true),
            chat_rooms::owner_id.eq(people["teacher"]),
        ))
        .returning(chat_rooms::id)
        .get_result(conn)?;
    for person in ["teacher", "assistant", "student"] {
        diesel::insert_into(chat_room_members::table)
            .values((
                chat_room_members::chat_room_id.eq(room),
                chat_room_members::user_id.eq(people[person]),
            ))
            .execute(conn)?;
    }
    diesel::sql_query(
        "UPDATE chat_room_members SET role = 'moderator' WHERE chat_room_id = $1 AND user_id = $2",
    )
    .bind::<diesel::sql_types::BigInt, _>(room)
    .bind::<diesel::sql_types::BigInt, _>(people["teacher"])
    .execute(conn)?;
    insert_lines(conn, room, people, READING)
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    id: i64,
}

/// The lines some minutes apart, the last of them an hour ago; everybody but `student` has read them.
fn insert_lines(conn: &mut PgConnection, room: i64, people: &People, lines: Lines) -> Result<()> {
    let count = lines.len() as i64;
    for (place, (person, content)) in lines.iter().enumerate() {
        let seq = place as i64 + 1;
        diesel::insert_into(messages::table)
            .values((
                messages::chat_room_id.eq(room),
                messages::user_id.eq(people[person]),
                messages::content.eq(content),
                messages::seq.eq(seq),
                messages::rev.eq(seq),
                messages::nonce.eq(Uuid::now_v7()),
                messages::created_at.eq(said_at(count - seq)),
            ))
            .execute(conn)?;
    }
    diesel::update(chat_rooms::table.find(room))
        .set((
            chat_rooms::last_seq.eq(count),
            chat_rooms::last_rev.eq(count),
        ))
        .execute(conn)?;
    diesel::update(chat_room_members::table.filter(chat_room_members::chat_room_id.eq(room)))
        .filter(chat_room_members::user_id.ne(people["student"]))
        .set(chat_room_members::last_read_seq.eq(count))
        .execute(conn)?;
    Ok(())
}

/// The newest lines are minutes apart, the older ones hours, so that a room spans several days.
fn said_at(from_last: i64) -> DateTime<Utc> {
    Utc::now() - Duration::minutes(60 + from_last * 7 + from_last * from_last * 19)
}
