//! What goes out beside the whole picture from here: smaller ones, the sound alone, and segments by signed addresses.

use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;

use lectern::config::{Config, Rendition, Segments};
use lectern::live::Picture;
use tokio::process::{Child, Command};

use crate::support::{Class, Client, Person, TestApp, eventually};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn on_air(config: &mut Config) {
    config.live.rtmp_listen = Some("127.0.0.1:0".parse().expect("an address"));
}

fn lines_of(text: &str, ending: &str) -> Vec<String> {
    let lines = text
        .lines()
        .filter(|line| line.split('?').next().unwrap_or("").ends_with(ending));
    lines.map(str::to_owned).collect()
}

/// What ffprobe says of a file.
async fn probed(file: &Path, entries: &str) -> String {
    let probe = Command::new("ffprobe")
        .args(["-v", "error", "-of", "csv=p=0", "-show_entries", entries])
        .arg(file)
        .output()
        .await
        .unwrap();
    assert!(
        probe.status.success(),
        "{}",
        String::from_utf8_lossy(&probe.stderr)
    );
    String::from_utf8_lossy(&probe.stdout).into_owned()
}

async fn saved(app: &TestApp, client: &Client, path: &str, name: &str) -> std::path::PathBuf {
    let answer = client.get(path).await;
    assert_eq!(answer.status(), 200, "{path}");
    let file = app.data().join(name);
    std::fs::write(&file, &answer.body).unwrap();
    file
}

/// Row Z13 for what is made of the picture.
#[tokio::test]
async fn thin_lines_get_a_smaller_picture_at_the_same_times_or_the_sound_alone() {
    let app = TestApp::start_with(|config| {
        on_air(config);
        config.live.renditions = vec![Rendition {
            height: 120,
            bits_per_second: 200_000,
        }];
    })
    .await;
    let class = app.plan_class().await;
    class.start().await;
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    let student = app.student().await;
    let hls = format!("/live/{}/hls", class.id);
    eventually("the small picture is made", async || {
        student
            .get(&format!("{hls}/120p/index.m3u8"))
            .await
            .status()
            == 200
    })
    .await;
    let page = student.get(&format!("/live/{}", class.id)).await.html();
    assert_eq!(
        page.attribute("#video", "data-source"),
        format!("{hls}/stream.m3u8")
    );
    let master = student.get(&format!("{hls}/stream.m3u8")).await.text();
    assert_eq!(
        lines_of(&master, ".m3u8"),
        ["index.m3u8", "120p/index.m3u8"]
    );

    let small = student.get(&format!("{hls}/120p/index.m3u8")).await.text();
    let whole = student.get(&format!("{hls}/index.m3u8")).await.text();
    let name = lines_of(&small, ".ts").pop().unwrap();
    assert!(lines_of(&whole, ".ts").contains(&name), "{small}{whole}");
    let whole = saved(&app, &student, &format!("{hls}/{name}"), "whole.ts").await;
    let small = saved(&app, &student, &format!("{hls}/120p/{name}"), "small.ts").await;
    assert!(
        probed(&small, "stream=width,height")
            .await
            .contains("160,120")
    );
    let first = async |file: &Path| {
        let times = probed(file, "packet=stream_index,pts_time").await;
        let of = |stream: char| {
            times
                .lines()
                .find(|line| line.starts_with(stream))
                .map(str::to_owned)
        };
        let mut firsts = [of('0'), of('1')];
        firsts.sort();
        firsts
            .iter()
            .flatten()
            .map(|line| line.split(',').nth(1).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let (mut one, mut other) = (first(&whole).await, first(&small).await);
    one.sort();
    other.sort();
    assert_eq!(one, other, "picture and sound keep their times");

    let sound = student.get(&format!("{hls}/sound.m3u8")).await.text();
    assert!(sound.contains("#EXT-X-PROGRAM-DATE-TIME:20"), "{sound}");
    let name = lines_of(&sound, ".aac").pop().unwrap();
    let answer = student.get(&format!("{hls}/{name}")).await;
    assert_eq!(answer.header("content-type"), "audio/aac");
    let file = saved(&app, &student, &format!("{hls}/{name}"), "sound.aac").await;
    assert_eq!(probed(&file, "stream=codec_name").await.trim(), "aac");
    let frames = probed(&file, "packet=size").await.lines().count();
    assert!(
        (30..70).contains(&frames),
        "a second of sound has some 43 frames: {frames}"
    );

    let ts = name.replace(".aac", ".ts");
    for client in [app.anonymous(), app.other_student().await] {
        for path in [
            "stream.m3u8",
            "sound.m3u8",
            "120p/index.m3u8",
            &name,
            &format!("120p/{ts}"),
        ] {
            assert_eq!(
                client.get(&format!("{hls}/{path}")).await.status(),
                404,
                "{path}"
            );
        }
    }
    for path in [
        "240p/index.m3u8",
        "240p/1.ts",
        "120p/1.ts",
        "120p/..%2f1.ts",
    ] {
        assert_eq!(
            student.get(&format!("{hls}/{path}")).await.status(),
            404,
            "{path}"
        );
    }
    app.finish().await;
}

/// A second nginx, as a school would put it before the segments.
fn serve_segments(address: &str, folder: &Path, data: &Path) -> Child {
    let user = match nix::unistd::geteuid().is_root() {
        true => "user root;",
        false => "",
    };
    let configuration = format!(
        "{user} daemon off; master_process off; pid {0}/pid; error_log {0}/error.log;
         events {{ worker_connections 64; }}
         http {{ access_log off; types {{ video/mp2t ts; }}
         client_body_temp_path {0}/a; proxy_temp_path {0}/b; fastcgi_temp_path {0}/c; uwsgi_temp_path {0}/d; scgi_temp_path {0}/e;
         server {{ listen {address};
         location /live/segments/ {{
             alias {1}/live/hls/;
             secure_link $arg_md5,$arg_expires;
             secure_link_md5 \"$secure_link_expires$uri {SECRET}\";
             if ($secure_link = \"\") {{ return 403; }}
             if ($secure_link = \"0\") {{ return 410; }}
             add_header Access-Control-Allow-Origin *;
         }} }} }}",
        folder.display(),
        data.display()
    );
    let path = folder.join("nginx.conf");
    std::fs::write(&path, configuration).unwrap();
    Command::new("nginx")
        .arg("-c")
        .arg(&path)
        .arg("-e")
        .arg(folder.join("error.log"))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

fn signed(class: &Class<'_>, playlist: &str, base: &str) -> Vec<String> {
    let found = lines_of(playlist, ".ts");
    assert!(
        found.iter().all(|line| line.starts_with(base)),
        "class {}: {playlist}",
        class.id
    );
    found
}

/// Row Z13 through nginx: it opens what was signed here, for a while, and nothing else.
#[tokio::test]
async fn segments_come_from_nginx_by_signed_addresses_that_end() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let base = format!("http://{address}/live/segments");
    let app = TestApp::start_with(|config| {
        on_air(config);
        config.live.segments = Some(Segments {
            base: base.parse().unwrap(),
            secret: SECRET.into(),
        });
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let _nginx = serve_segments(&address.to_string(), folder.path(), app.data());
    let class = app.plan_class().await;
    class.start().await;
    let _encoder = class.publish();
    class.shows(Picture::Playing).await;
    let student = app.student().await;
    let page = student.get(&format!("/live/{}", class.id)).await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains(&format!("connect-src 'self' http://{address}")),
        "{policy}"
    );

    let playlist = student.get(&class.playlist_path()).await.text();
    let segment = signed(&class, &playlist, &base).pop().unwrap();
    // Nobody's cookie, nobody's address.
    let http = reqwest::Client::new();
    let ask = async |address: &str| http.get(address).send().await.unwrap();
    let got = ask(&segment).await;
    assert_eq!(got.status(), 200);
    assert_eq!(got.headers()["access-control-allow-origin"], "*");
    assert_eq!(got.bytes().await.unwrap()[0], 0x47, "a transport stream");
    let plain = segment.split('?').next().unwrap();
    let other = signed(&class, &playlist, &base)[0]
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let query = segment.split('?').nth(1).unwrap();
    let later = query.replace("expires=", "expires=9");
    let forged = query.replacen("md5=", "md5=x", 1);
    for wrong in [
        plain.to_owned(),
        format!("{plain}?{later}"),
        format!("{plain}?{forged}"),
        format!("{}/index.m3u8", plain.rsplit_once('/').unwrap().0),
    ] {
        assert_eq!(ask(&wrong).await.status(), 403, "{wrong}");
    }
    if other != plain {
        assert_eq!(ask(&format!("{other}?{query}")).await.status(), 403);
    }

    // This program knows the same addresses, for a CDN that asks it.
    let path = segment.strip_prefix(&format!("http://{address}")).unwrap();
    let guest = app.anonymous();
    let own = guest.get(path).await;
    assert_eq!(own.status(), 200);
    assert_eq!(own.header("cache-control"), "public, max-age=60");
    for wrong in [
        path.replace("md5=", "md5=x"),
        path.replace("expires=", "expires=9"),
        path.split('?').next().unwrap().to_owned(),
    ] {
        let refused = guest.get(&wrong).await.status();
        assert!([400, 404].contains(&refused), "{wrong}: {refused}");
    }

    // Who leaves the course gets no new addresses.
    let id = app.id_of(Person::Xiaoming);
    app.execute(&format!("DELETE FROM enrollments WHERE user_id = {id}"));
    eventually("the right is gone", async || {
        student.get(&class.playlist_path()).await.status() == 404
    })
    .await;
    app.finish().await;
}
