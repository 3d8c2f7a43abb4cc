// The recorder and the socket it talks into. Each connection has a recorder of its own, for what comes over it has to
// begin with a beginning; a class goes on over a lost one as it does when OBS comes back.
//
//   new Uplink(stream, { address, state(name, detail) {} })
//   state: 'connecting', 'sending', 'behind', 'away', and for good: 'stopped' with why (a close code), or 'unable'

// The best first; the first that the browser has is taken. The server copies H.264 and encodes the others anew.
const FORMATS = [
  ['video/x-matroska;codecs="avc1,opus"', 'matroska'],
  ['video/webm;codecs="h264,opus"', 'webm'],
  ['video/mp4;codecs="avc1.42E01F,mp4a.40.2"', 'mp4'],
  ['video/webm;codecs="vp8,opus"', 'webm'],
  ['video/webm;codecs="vp9,opus"', 'webm'],
];
const H264 = /avc1|h264/;
const CHUNK_MS = 250;
// A keyframe begins a segment, and a segment is a second.
const KEYFRAMES_MS = 1_000;
// Bits a second of the picture: a line that is too slow for one gets the next.
const RATES = [2_500_000, 1_400_000, 700_000];
// More than this many seconds waiting to be sent is said; with so many the recorder starts anew at a lower rate.
const BEHIND_SECONDS = 1.5;
const LOST_SECONDS = 6;
const LONGEST_DELAY = 15_000;
// What coming again does not change.
const FINAL = [1003, 1008, 1009, 4401, 4403, 4408, 4409, 4410, 4501];
const UNREADABLE = 4415;
const TOO_SLOW = 4429;

export class Uplink {
  constructor(stream, { address, state }) {
    Object.assign(this, { stream, state, rate: 0, failures: 0, isOver: false });
    this.address = new URL(address, location.href);
    this.address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    this.formats = globalThis.MediaRecorder ? FORMATS.filter(([type]) => MediaRecorder.isTypeSupported(type)) : [];
    this.connect();
  }

  connect() {
    clearTimeout(this.coming);
    if (!this.formats.length) return this.end('unable');
    this.state(this.failures ? 'away' : 'connecting');
    const recorder = this.record();
    const socket = new WebSocket(this.addressOf(recorder));
    Object.assign(this, { socket, recorder });
    socket.addEventListener('message', () => {
      if (recorder.state === 'inactive' && this.socket === socket) recorder.start(CHUNK_MS);
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.socket === socket) this.lost(code);
    });
  }

  addressOf({ isCopied }) {
    const address = new URL(this.address);
    address.searchParams.set('format', this.formats[0][1]);
    address.searchParams.set('picture', isCopied ? 'copy' : 'encode');
    return address;
  }

  record() {
    const [type] = this.formats[0];
    let isRead = false;
    const recorder = new MediaRecorder(this.stream, {
      mimeType: type,
      videoBitsPerSecond: RATES[this.rate],
      audioBitsPerSecond: 96_000,
      // Browsers that know no such option don't ask for it; their keyframes are too rare to be cut at.
      get videoKeyFrameIntervalDuration() {
        isRead = true;
        return KEYFRAMES_MS;
      },
    });
    recorder.isCopied = isRead && H264.test(type);
    recorder.addEventListener('dataavailable', ({ data }) => this.send(recorder, data));
    recorder.addEventListener('error', () => this.again());
    return recorder;
  }

  send(recorder, data) {
    if (recorder !== this.recorder || this.socket.readyState !== WebSocket.OPEN || !data.size) return;
    this.socket.send(data);
    if (this.isOver) return;
    const seconds = (this.socket.bufferedAmount * 8) / (RATES[this.rate] + 96_000);
    if (seconds > LOST_SECONDS) return this.slower();
    if (this.socket.bufferedAmount === 0) this.failures = 0;
    this.state(seconds > BEHIND_SECONDS ? 'behind' : 'sending');
  }

  slower() {
    this.rate = Math.min(this.rate + 1, RATES.length - 1);
    this.again();
  }

  /** A new recorder over a new socket. */
  again() {
    if (this.isOver) return;
    const { socket } = this;
    this.lost(1006);
    socket.close();
  }

  lost(code) {
    this.halt();
    if (this.isOver) return;
    if (FINAL.includes(code)) return this.end('stopped', code);
    if (code === UNREADABLE) {
      this.formats.shift();
      if (!this.formats.length) return this.end('stopped', code);
    }
    if (code === TOO_SLOW) this.rate = Math.min(this.rate + 1, RATES.length - 1);
    this.failures += 1;
    this.state('away');
    const delay = Math.min(LONGEST_DELAY, 400 * 2 ** this.failures) * (0.5 + Math.random());
    this.coming = setTimeout(() => this.connect(), delay);
  }

  halt() {
    const { recorder } = this;
    this.recorder = this.socket = null;
    if (recorder && recorder.state !== 'inactive') recorder.stop();
  }

  end(name, code) {
    this.isOver = true;
    clearTimeout(this.coming);
    this.state(name, code);
  }

  /** The last bytes go out, then the goodbye. */
  stop() {
    const { recorder, socket } = this;
    this.end('stopped');
    const goodbye = () => socket?.close(1000);
    if (!recorder || recorder.state === 'inactive') goodbye();
    else {
      recorder.addEventListener('stop', goodbye, { once: true });
      recorder.stop();
    }
  }
}
