//! A class in which a real encoder publishes to the real RTMP server.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::Stdio;
use std::time::{Duration, Instant};

use lectern::live::{Picture, RoomId, lifecycle, stream_key};
use lectern::web::Viewer;
use tokio::net::{TcpListener, TcpSocket};
use tokio::process::{Child, Command};

use super::{Person, TestApp};

/// Waits for what real programs take some time to do.
pub async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(30);
    while !is_so().await {
        assert!(Instant::now() < until, "not within 30 s: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A room of Wang's.
pub struct Class<'a> {
    app: &'a TestApp,
    pub id: RoomId,
    /// The stream key.
    pub key: String,
}

impl TestApp {
    /// A planned class of the course, with a key.
    pub async fn plan_class(&self) -> Class<'_> {
        self.plan("course_id", "enrolled", &self.cast.course.to_string())
            .await
    }

    /// A planned class without a course, open to everyone.
    pub async fn plan_open_class(&self) -> Class<'_> {
        self.plan("course_id", "everyone", "NULL").await
    }

    async fn plan(&self, column: &str, access: &str, course: &str) -> Class<'_> {
        let teacher = self.id_of(Person::Wang);
        self.execute(&format!(
            "INSERT INTO live_rooms (title, teacher_id, access, {column})
             VALUES ('直播课', {teacher}, '{access}', {course})"
        ));
        let id = self.count("SELECT max(id) AS n FROM live_rooms");
        let mut class = Class {
            app: self,
            id,
            key: String::new(),
        };
        class.rotate_key().await;
        class
    }

    /// Where encoders publish under this name.
    pub fn rtmp_url(&self, name: &str) -> String {
        let port = self.streams().rtmp_port().expect("the RTMP server runs");
        format!("rtmp://127.0.0.1:{port}/live/{name}")
    }

    pub async fn viewer(&self, person: Person) -> Viewer {
        let id = self.id_of(person);
        let found = self.app().db.run(move |conn| Viewer::find(conn, id)).await;
        found.expect("the database").expect("the person")
    }
}

impl Class<'_> {
    pub async fn rotate_key(&mut self) {
        let (teacher, id) = (self.app.viewer(Person::Wang).await, self.id);
        let key = self
            .app
            .app()
            .db
            .run(move |conn| stream_key::rotate(conn, &teacher, id))
            .await;
        self.key = key.expect("a key").reveal().to_owned();
    }

    pub async fn start(&self) {
        let (teacher, id) = (self.app.viewer(Person::Wang).await, self.id);
        let started = self
            .app
            .app()
            .db
            .run(move |conn| lifecycle::start(conn, &teacher, id));
        started.await.expect("it starts");
        self.app.streams().look_now();
    }

    pub async fn end(&self) {
        let (teacher, id) = (self.app.viewer(Person::Wang).await, self.id);
        let ended = self
            .app
            .app()
            .db
            .run(move |conn| lifecycle::end(conn, &teacher, id));
        ended.await.expect("it ends");
        self.app.streams().look_now();
    }

    /// An encoder with the right key.
    pub fn publish(&self) -> Encoder {
        Encoder::publish(&self.app.rtmp_url(&self.key))
    }

    pub async fn shows(&self, picture: Picture) {
        eventually(&format!("{picture:?}"), async || {
            self.app.streams().picture(self.id) == picture
        })
        .await;
    }

    pub fn playlist_path(&self) -> String {
        format!("/live/{}/hls/index.m3u8", self.id)
    }

    /// How many lines of this kind and with these details the health panel has.
    pub fn events(&self, kind: &str, detail: &str) -> i64 {
        self.app.count(&format!(
            "SELECT count(*) AS n FROM live_stream_events WHERE live_room_id = {} AND kind = '{kind}'
                 AND details::text LIKE '%{detail}%'",
            self.id
        ))
    }

    /// The name of the room's run; none before its first picture.
    pub fn token(&self) -> Option<String> {
        use diesel::prelude::*;
        use lectern::schema::live_sessions;
        live_sessions::table
            .filter(live_sessions::live_room_id.eq(self.id))
            .order(live_sessions::id.desc())
            .select(live_sessions::token)
            .first(&mut self.app.database())
            .optional()
            .expect("the runs")
    }

    /// How many recorded files of the room there are.
    pub fn recordings(&self) -> usize {
        let folder = self.app.data().join("live/recordings");
        let names = std::fs::read_dir(folder).expect("the recordings").flatten();
        names
            .filter(|file| file.path().extension().is_some_and(|end| end == "flv"))
            .count()
    }
}

/// ffmpeg as somebody's OBS. It goes when it is dropped.
pub struct Encoder {
    program: Child,
}

impl Encoder {
    /// A test picture with a keyframe a second and a tone.
    pub fn publish(url: &str) -> Encoder {
        Encoder::publish_with(url, &PICTURE, &SOUND)
    }

    /// A slide with this title and a running clock, as a class looks.
    pub fn teach(url: &str, title: &str) -> Encoder {
        let text = "fontcolor=white:x=(w-tw)/2:font='Noto Sans CJK SC'";
        let slide = format!(
            "color=c=0x24455c:s=854x480:r=20,\
             drawbox=x=0:y=ih-96:w=iw:h=96:color=0x1b3446:t=fill,\
             drawtext={text}:fontsize=44:y=(h-th)/2-40:text='{title}',\
             drawtext={text}:fontsize=26:y=h-62:text='%{{pts\\:hms}}'"
        );
        let inputs = [
            "-re", "-f", "lavfi", "-i", &slide, "-re", "-f", "lavfi", "-i", "sine=220",
        ];
        let picture = [
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-g",
            "20",
            "-c:a",
            "aac",
        ];
        Encoder::start(&inputs, &picture, url)
    }

    /// A dark picture that is white for half a second every four, from second 2.4 on: a moment that can be found again.
    pub fn flash(url: &str) -> Encoder {
        let picture = "color=black:s=320x240:r=25,\
             drawbox=t=fill:color=white:enable='between(mod(t,4),2.4,2.9)'";
        Encoder::of_picture(picture, url)
    }

    /// What a source of ffmpeg's own shows, with a tone.
    pub fn of_picture(source: &str, url: &str) -> Encoder {
        let inputs = [
            "-re", "-f", "lavfi", "-i", source, "-re", "-f", "lavfi", "-i", "sine",
        ];
        Encoder::start(&inputs, &[PICTURE.as_slice(), &SOUND].concat(), url)
    }

    /// With another picture or sound, as arguments of ffmpeg; either may be none.
    pub fn publish_with(url: &str, picture: &[&str], sound: &[&str]) -> Encoder {
        let inputs: [&[&str]; 2] = [
            &["-re", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=25"],
            &["-re", "-f", "lavfi", "-i", "sine"],
        ];
        let used = if sound.is_empty() { 1 } else { 2 };
        Encoder::start(&inputs[..used].concat(), &[picture, sound].concat(), url)
    }

    fn start(inputs: &[&str], codecs: &[&str], url: &str) -> Encoder {
        let program = Command::new("ffmpeg")
            .args(["-nostdin", "-v", "quiet"])
            .args(inputs)
            .args(codecs)
            .args(["-f", "flv", url])
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("ffmpeg starts");
        Encoder { program }
    }

    /// Sends nothing more and does not go, as when its machine hangs.
    pub fn freeze(&self) {
        let pid = self.program.id().expect("it runs");
        let pid = nix::unistd::Pid::from_raw(pid as i32);
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGSTOP).expect("it is stopped");
    }

    /// With these inputs and codecs, as arguments of ffmpeg.
    pub fn publish_as(url: &str, inputs: &[&str], codecs: &[&str]) -> Encoder {
        Encoder::start(inputs, codecs, url)
    }

    /// Waits until it has been turned away or cut off.
    pub async fn ended(mut self) {
        let ended = tokio::time::timeout(Duration::from_secs(30), self.program.wait()).await;
        ended.expect("the encoder is cut off").expect("its end");
    }

    pub fn is_running(&mut self) -> bool {
        self.program.try_wait().expect("its state").is_none()
    }

    /// Goes without a word, as when the machine is switched off.
    pub async fn kill(mut self) {
        self.program.kill().await.expect("it is killed");
    }
}

pub const PICTURE: [&str; 8] = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-pix_fmt",
    "yuv420p",
    "-g",
    "25",
];
pub const SOUND: [&str; 2] = ["-c:a", "aac"];

/// A way to the RTMP server that makes its user come from this address of the loopback network.
///
/// # Returns
/// The port on 127.0.0.1 to connect to instead.
pub async fn from_address(address: Ipv4Addr, port: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let entrance = listener.local_addr().expect("its address").port();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            tokio::spawn(async move {
                let socket = TcpSocket::new_v4()?;
                socket.bind(SocketAddr::from((address, 0)))?;
                let mut far = socket
                    .connect(SocketAddr::from(([127, 0, 0, 1], port)))
                    .await?;
                tokio::io::copy_bidirectional(&mut near, &mut far).await
            });
        }
    });
    entrance
}
