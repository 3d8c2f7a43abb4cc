// One picture and one sound out of whatever is switched on: the screen with the camera in its corner, one of the two, or
// words where there is neither. The stream it makes always has both tracks and always the same size, so that switching
// something on or off, or another window, changes nothing for those who watch and nothing in the recording.

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES = 30;
// The camera over the screen: its width, and its distance from the edges.
const INSET = 0.22;
const MARGIN = 24;

export class Mixer {
  /** @param {string} title what the picture says while there is nothing to see */
  constructor(title) {
    this.title = title;
    this.videos = { screen: null, camera: null };
    this.canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
    this.context = this.canvas.getContext('2d', { alpha: false });
    this.audio = new AudioContext();
    this.sum = this.audio.createMediaStreamDestination();
    this.analyser = this.audio.createAnalyser();
    this.analyser.fftSize = 1024;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.inputs = {};
    // Silence is a sound too: without it the track would carry nothing at all until somebody speaks.
    const silence = new ConstantSourceNode(this.audio, { offset: 0 });
    silence.connect(this.sum);
    silence.start();
    this.clock = new Worker(new URL('./broadcast-clock.js', import.meta.url));
    this.clock.addEventListener('message', () => this.draw());
    this.clock.postMessage(Math.round(1000 / FRAMES));
    this.stream = new MediaStream([
      ...this.canvas.captureStream(FRAMES).getVideoTracks(),
      ...this.sum.stream.getAudioTracks(),
    ]);
    this.draw();
  }

  /** Browsers let sound run only after a click. */
  wake() {
    return this.audio.resume();
  }

  /**
   * @param {'screen'|'camera'|'microphone'} name
   * @param {?MediaStream} stream nothing takes it out
   */
  put(name, stream) {
    if (name in this.videos) this.videos[name] = stream?.getVideoTracks().length ? videoOf(stream) : null;
    this.inputs[name]?.disconnect();
    delete this.inputs[name];
    if (!stream?.getAudioTracks().length) return;
    const input = this.audio.createMediaStreamSource(new MediaStream(stream.getAudioTracks()));
    input.connect(this.sum);
    input.connect(this.analyser);
    this.inputs[name] = input;
  }

  /** How loud it is now, from 0 to 1, as ears have it. */
  level() {
    this.analyser.getFloatTimeDomainData(this.samples);
    const power = this.samples.reduce((sum, sample) => sum + sample * sample, 0) / this.samples.length;
    const decibels = 10 * Math.log10(power + 1e-10);
    return Math.min(1, Math.max(0, (decibels + 60) / 60));
  }

  draw() {
    const { screen, camera } = this.videos;
    this.context.fillStyle = '#0b0d11';
    this.context.fillRect(0, 0, WIDTH, HEIGHT);
    const isReady = (video) => video && video.videoWidth > 0;
    if (isReady(screen)) this.fit(screen, 0, 0, WIDTH, HEIGHT);
    if (isReady(camera) && !screen) this.fit(camera, 0, 0, WIDTH, HEIGHT);
    if (isReady(camera) && screen) this.inset(camera);
    if (!screen && !camera) this.words();
  }

  /** All of it, in the middle of the box. */
  fit(video, left, top, width, height) {
    const scale = Math.min(width / video.videoWidth, height / video.videoHeight);
    const [w, h] = [video.videoWidth * scale, video.videoHeight * scale];
    this.context.drawImage(video, left + (width - w) / 2, top + (height - h) / 2, w, h);
  }

  inset(video) {
    const width = WIDTH * INSET;
    const height = width * (video.videoHeight / video.videoWidth);
    const [left, top] = [WIDTH - width - MARGIN, HEIGHT - height - MARGIN];
    this.context.save();
    this.context.beginPath();
    this.context.roundRect(left, top, width, height, 14);
    this.context.clip();
    this.fit(video, left, top, width, height);
    this.context.restore();
    this.context.lineWidth = 3;
    this.context.strokeStyle = 'rgb(255 255 255 / .7)';
    this.context.stroke();
  }

  words() {
    this.context.fillStyle = '#d9dce3';
    this.context.textAlign = 'center';
    this.context.font = '600 44px "Noto Serif CJK SC", "Songti SC", serif';
    this.context.fillText(this.title, WIDTH / 2, HEIGHT / 2, WIDTH * 0.86);
  }
}

function videoOf(stream) {
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true, srcObject: stream });
  video.play().catch(() => {});
  return video;
}
