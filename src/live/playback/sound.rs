//! The sound of a segment without its picture, for lines too thin for both.
//!
//! What HLS calls packed audio: the AAC frames as they are in the transport stream, behind an ID3 tag that says when they
//! are to be heard. Nothing is encoded anew.

/// The length of a packet of a transport stream.
const PACKET: usize = 188;
const SYNC: u8 = 0x47;
/// AAC with ADTS headers, as nginx-rtmp writes it.
const AAC: u8 = 0x0f;
/// The owner that players know the tag by.
const OWNER: &[u8] = b"com.apple.streaming.transportStreamTimestamp\0";

/// The sound of this transport stream; none if there is none in it.
pub fn sound_of(segment: &[u8]) -> Option<Vec<u8>> {
    let packets = || segment.chunks_exact(PACKET).filter_map(Packet::read);
    let map = packets().find(|packet| packet.pid == 0 && packet.is_first)?;
    let map_pid = program_map(section(map.payload)?)?;
    let map = packets().find(|packet| packet.pid == map_pid && packet.is_first)?;
    let sound = sound_pid(section(map.payload)?)?;
    let mut time = None;
    let mut frames = Vec::new();
    for packet in packets().filter(|packet| packet.pid == sound) {
        if packet.is_first {
            let (at, payload) = elementary(packet.payload)?;
            time = time.or(at);
            frames.extend_from_slice(payload);
        } else {
            frames.extend_from_slice(packet.payload);
        }
    }
    let mut sound = tag(time?);
    sound.extend(frames);
    Some(sound)
}

struct Packet<'a> {
    pid: u16,
    /// Whether a section or an elementary packet begins in it.
    is_first: bool,
    payload: &'a [u8],
}

impl Packet<'_> {
    fn read(bytes: &[u8]) -> Option<Packet<'_>> {
        if bytes[0] != SYNC {
            return None;
        }
        let has_adaptation = bytes[3] & 0x20 != 0;
        let has_payload = bytes[3] & 0x10 != 0;
        let start = match has_adaptation {
            true => 5 + usize::from(bytes[4]),
            false => 4,
        };
        Some(Packet {
            pid: u16::from_be_bytes([bytes[1] & 0x1f, bytes[2]]),
            is_first: bytes[1] & 0x40 != 0,
            payload: bytes.get(start..).filter(|_| has_payload)?,
        })
    }
}

/// What comes after the pointer and the header of eight bytes of a table, without its checksum.
fn section(payload: &[u8]) -> Option<&[u8]> {
    let table = payload.get(1 + usize::from(*payload.first()?)..)?;
    let length = usize::from(u16::from_be_bytes([table.get(1)? & 0x0f, *table.get(2)?]));
    table.get(8..(3 + length).checked_sub(4)?)
}

/// The packets of the first program's map.
fn program_map(table: &[u8]) -> Option<u16> {
    let programs = table.chunks_exact(4);
    let is_program = |entry: &&[u8]| entry[0] != 0 || entry[1] != 0;
    let program = programs.into_iter().find(is_program)?;
    Some(u16::from_be_bytes([program[2] & 0x1f, program[3]]))
}

/// The packets of the first sound in a program's map.
fn sound_pid(table: &[u8]) -> Option<u16> {
    let about = usize::from(u16::from_be_bytes([table.get(2)? & 0x0f, *table.get(3)?]));
    let mut streams = table.get(4 + about..)?;
    while let [kind, high, low, length_high, length_low, ..] = *streams {
        if kind == AAC {
            return Some(u16::from_be_bytes([high & 0x1f, low]));
        }
        let length = usize::from(u16::from_be_bytes([length_high & 0x0f, length_low]));
        streams = streams.get(5 + length..)?;
    }
    None
}

/// The time (in 90,000ths of a second) and the content of an elementary packet.
fn elementary(packet: &[u8]) -> Option<(Option<u64>, &[u8])> {
    if packet.get(..3)? != [0, 0, 1] {
        return None;
    }
    let content = packet.get(9 + usize::from(*packet.get(8)?)..)?;
    let has_time = packet[7] & 0x80 != 0;
    let time = packet.get(9..14).filter(|_| has_time).map(|t| {
        let [a, b, c, d, e] = [t[0], t[1], t[2], t[3], t[4]].map(u64::from);
        (a >> 1 & 7) << 30 | b << 22 | (c >> 1) << 15 | d << 7 | e >> 1
    });
    Some((time, content))
}

/// An ID3 tag with nothing but the time.
fn tag(time: u64) -> Vec<u8> {
    let content = OWNER.len() + 8;
    let synchsafe = |size: usize| [21, 14, 7, 0].map(|shift| (size >> shift & 0x7f) as u8);
    let mut tag = b"ID3\x04\x00\x00".to_vec();
    tag.extend(synchsafe(content + 10));
    tag.extend(b"PRIV");
    tag.extend(synchsafe(content));
    tag.extend([0, 0]);
    tag.extend(OWNER);
    tag.extend(time.to_be_bytes());
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_transport_stream_has_no_sound() {
        assert_eq!(sound_of(b""), None);
        assert_eq!(sound_of(&[0x47; PACKET]), None);
        assert_eq!(sound_of(&[0xff; 40 * PACKET]), None);
        let mut seed = 1_u32;
        let noise: Vec<u8> = (0..200 * PACKET)
            .map(|place| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                match place % PACKET {
                    0 => SYNC,
                    _ => (seed >> 24) as u8,
                }
            })
            .collect();
        // It may make nothing of it, but it must come back.
        let _ = sound_of(&noise);
    }

    #[test]
    fn the_tag_says_when_the_sound_is_heard() {
        let tag = tag(0x1_2345_6789);
        assert_eq!(&tag[..3], b"ID3");
        assert_eq!(tag.len(), 10 + 10 + OWNER.len() + 8);
        assert_eq!(
            usize::from(tag[9]) + usize::from(tag[8]) * 128,
            tag.len() - 10
        );
        assert_eq!(tag[tag.len() - 8..], 0x1_2345_6789_u64.to_be_bytes());
    }
}
