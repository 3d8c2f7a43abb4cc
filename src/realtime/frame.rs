//! Frames as they go over the wire.
//!
//! A server's frames are not masked, so one encoding serves every connection: a frame is built once and shared.

use actix_web::web::Bytes;

const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;

/// The most a control frame may carry (RFC 6455, 5.5).
const CONTROL_BYTES: usize = 125;

/// One whole websocket frame; cloning shares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame(Bytes);

impl Frame {
    pub fn text(text: &str) -> Frame {
        Frame::encode(TEXT, text.as_bytes())
    }

    pub(super) fn ping() -> Frame {
        Frame(Bytes::from_static(&[PING, 0]))
    }

    /// Longer payloads than a ping may carry are cut.
    pub(super) fn pong(payload: &[u8]) -> Frame {
        Frame::encode(PONG, &payload[..payload.len().min(CONTROL_BYTES)])
    }

    pub(super) fn close(code: u16) -> Frame {
        Frame::encode(CLOSE, &code.to_be_bytes())
    }

    /// Bytes on the wire.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn into_bytes(self) -> Bytes {
        self.0
    }

    fn encode(opcode: u8, payload: &[u8]) -> Frame {
        let mut bytes = Vec::with_capacity(payload.len() + 10);
        bytes.push(opcode);
        match payload.len() {
            length @ ..=125 => bytes.push(length as u8),
            length @ 126..=65_535 => {
                bytes.push(126);
                bytes.extend((length as u16).to_be_bytes());
            }
            length => {
                bytes.push(127);
                bytes.extend((length as u64).to_be_bytes());
            }
        }
        bytes.extend_from_slice(payload);
        Frame(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_the_protocol_wants_them() {
        let head = |length: usize| Frame::text(&"x".repeat(length)).into_bytes();
        assert_eq!(head(125)[..2], [0x81, 125]);
        assert_eq!(head(126)[..4], [0x81, 126, 0, 126]);
        assert_eq!(head(65_535)[..4], [0x81, 126, 255, 255]);
        assert_eq!(head(65_536)[..10], [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(head(65_536).len(), 65_546);
    }

    #[test]
    fn a_close_carries_its_code_and_a_pong_its_ping() {
        assert_eq!(Frame::close(4403).into_bytes()[..], [0x88, 2, 0x11, 0x33]);
        assert_eq!(Frame::pong(b"hi").into_bytes()[..], [0x8a, 2, b'h', b'i']);
        assert_eq!(Frame::pong(&[0; 300]).len(), 2 + CONTROL_BYTES);
    }
}
