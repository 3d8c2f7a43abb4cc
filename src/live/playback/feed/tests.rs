//! What the audience and the staff are shown of a stream.

use super::*;

fn write(folder: &Path, playlist: &str) {
    for line in playlist.lines().filter(|line| line.ends_with(".ts")) {
        fs::write(folder.join(line), line).unwrap();
    }
    fs::write(folder.join(PLAYLIST), playlist).unwrap();
}

const FIRST: &str = "#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-DISCONTINUITY\n#EXTINF:1.0,\n10000.ts\n\
    #EXTINF:1.0,\n11000.ts\n";

#[test]
fn the_audience_sees_nothing_from_before_the_start_and_the_staff_everything() {
    let folder = tempfile::tempdir().unwrap();
    let feed = Feed::new(folder.path().to_owned(), None, None);
    assert!(feed.read().unwrap().is_empty());
    assert!(feed.served().playlist(true).is_none());

    write(folder.path(), FIRST);
    assert_eq!(feed.read().unwrap(), [10000]);
    assert!(feed.served().playlist(true).is_some());
    assert!(feed.served().playlist(false).is_none());
    assert!(!feed.served().is_open(11000));

    feed.open(Some(11500));
    let playlist = feed.served().playlist(false).unwrap();
    let playlist = String::from_utf8_lossy(&playlist).into_owned();
    assert!(
        playlist.contains("MEDIA-SEQUENCE:1\n") && !playlist.contains("10000.ts"),
        "{playlist}"
    );
    assert!(feed.served().is_open(11000));
    assert!(!feed.served().is_open(5000));
}

#[test]
fn a_reconnect_is_a_break_and_the_end_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let feed = Feed::new(folder.path().to_owned(), None, None);
    feed.open(Some(0));
    write(folder.path(), FIRST);
    feed.read().unwrap();
    let again = "#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:1.0,\n11000.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:1.0,\n20000.ts\n";
    write(folder.path(), again);
    filetime(folder.path(), 5);
    assert_eq!(feed.read().unwrap(), [20000]);
    feed.finish();
    let playlist = feed.served().playlist(false).unwrap();
    let playlist = String::from_utf8_lossy(&playlist).into_owned();
    assert!(
        playlist
            .contains("#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:20.000Z")
    );
    assert!(
        playlist.contains("#EXT-X-DISCONTINUITY-SEQUENCE:1\n"),
        "{playlist}"
    );
    assert!(playlist.ends_with("#EXT-X-ENDLIST\n"));
    assert_eq!(feed.served().segment(20000).unwrap(), "20000.ts");
    assert!(feed.served().segment(10000).is_none());
}

fn filetime(folder: &Path, ahead: u64) {
    let file = fs::File::options()
        .write(true)
        .open(folder.join(PLAYLIST))
        .unwrap();
    file.set_modified(SystemTime::now() + std::time::Duration::from_secs(ahead))
        .unwrap();
}

#[test]
fn a_smaller_picture_keeps_the_numbers_of_the_whole_and_ends_when_all_of_it_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let feed = Feed::new(folder.path().to_owned(), None, None);
    feed.open(Some(0));
    write(folder.path(), FIRST);
    feed.read().unwrap();
    let served = feed.served();
    assert_eq!(served.smaller(false, |_| false), None);
    let playlist = served.smaller(false, |id| id == 11000).unwrap();
    assert!(playlist.contains("MEDIA-SEQUENCE:1\n") && !playlist.contains("10000.ts"));
    feed.finish();
    let playlist = feed.served().smaller(false, |id| id == 10000).unwrap();
    assert!(!playlist.contains("ENDLIST"), "more will come: {playlist}");
    let playlist = feed.served().smaller(false, |_| true).unwrap();
    assert!(playlist.ends_with("#EXT-X-ENDLIST\n"));
    let sound = feed.served().sound(false).unwrap();
    let sound = str::from_utf8(&sound).unwrap();
    assert!(sound.contains("\n11000.aac\n") && !sound.contains(".ts"));
}

#[test]
fn players_are_sent_to_signed_addresses_where_segments_lie_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let signer = Signer::new(&"https://cdn.example/hls".parse().unwrap(), "secret");
    let feed = Feed::new(folder.path().to_owned(), Some(signer), None);
    feed.open(Some(0));
    write(folder.path(), FIRST);
    feed.read().unwrap();
    let playlist = feed.served().playlist(false).unwrap();
    let playlist = String::from_utf8_lossy(&playlist).into_owned();
    let addresses = playlist
        .lines()
        .filter(|line| line.starts_with("https://cdn.example/hls/"));
    assert_eq!(addresses.count(), 2, "{playlist}");
}
