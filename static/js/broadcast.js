// The studio's own camera: what is switched on, a look at the picture that goes out, how loud it is, and words for all
// that can go wrong. Everything it says stands in the template, in the language of the page.

import { Mixer } from './broadcast-mixer.js';
import { Uplink } from './broadcast-uplink.js';

const METER_MS = 100;
const DEVICE_KEY = 'broadcast-devices';
// Why a device did not come, by the name of the browser's error.
const REFUSALS = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  DevicesNotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

// What the server's close codes mean (src/live/broadcast/farewell.rs).
const WORDS = {
  1003: 'lost', 1008: 'tooMuch', 1009: 'tooMuch', 4401: 'signedOut', 4403: 'notAllowed', 4408: 'replaced',
  4409: 'occupied', 4410: 'over', 4415: 'unable', 4501: 'noEncoder',
};

class Broadcast {
  constructor(place) {
    this.box = place;
    this.streams = {};
    this.note = place.querySelector('[data-note]');
    this.preview = place.querySelector('video');
    this.buttons = Object.fromEntries([...place.querySelectorAll('[data-source]')].map((b) => [b.dataset.source, b]));
    this.selects = Object.fromEntries([...place.querySelectorAll('[data-device]')].map((s) => [s.dataset.device, s]));
    this.start = place.querySelector('[data-begin]');
    this.end = place.querySelector('[data-end]');
    place.querySelector('[data-desk]').hidden = false;
    this.buttons.screen.hidden = !navigator.mediaDevices.getDisplayMedia;
    for (const name of Object.keys(this.buttons)) this.buttons[name].addEventListener('click', () => this.toggle(name));
    for (const name of Object.keys(this.selects)) this.selects[name].addEventListener('change', () => this.changeDevice(name));
    this.start.addEventListener('click', () => this.begin());
    this.end.addEventListener('click', () => this.uplink?.stop());
    navigator.mediaDevices.addEventListener?.('devicechange', () => this.listDevices());
    addEventListener('beforeunload', (event) => this.isOn && !this.isLeaving && event.preventDefault());
    document.addEventListener('submit', ({ target }) => this.leave(target));
  }

  get isOn() {
    return Boolean(this.uplink && !this.uplink.isOver);
  }

  /** Ending the class leaves the page on purpose. */
  leave(form) {
    if (form.matches('[data-ends-class]')) this.isLeaving = true;
  }

  // What is switched on

  async toggle(name) {
    if (this.streams[name]) return this.switchOff(name);
    this.buttons[name].disabled = true;
    try {
      this.switchOn(name, await this.ask(name));
    } catch (error) {
      this.refused(name, error);
    }
    this.buttons[name].disabled = false;
  }

  ask(name) {
    const device = this.selects[name]?.value || recall()[name];
    const chosen = device ? { deviceId: { ideal: device } } : {};
    if (name === 'screen') {
      return navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 30 }, audio: true });
    }
    if (name === 'camera') {
      return navigator.mediaDevices.getUserMedia({ video: { ...chosen, width: 1280, height: 720, frameRate: 30 } });
    }
    return navigator.mediaDevices.getUserMedia({ audio: { ...chosen, echoCancellation: true, noiseSuppression: true } });
  }

  switchOn(name, stream) {
    this.open();
    this.streams[name]?.getTracks().forEach((track) => track.stop());
    this.streams[name] = stream;
    this.mixer.put(name, stream);
    // Stopped from the browser's own bar, or the cable is out.
    const [main] = name === 'microphone' ? stream.getAudioTracks() : stream.getVideoTracks();
    main.addEventListener('ended', () => {
      if (this.streams[name] !== stream) return;
      this.switchOff(name);
      this.say(`${name}Ended`);
    });
    this.say(null);
    this.show(name, true);
    this.listDevices();
  }

  switchOff(name) {
    this.streams[name]?.getTracks().forEach((track) => track.stop());
    delete this.streams[name];
    this.mixer?.put(name, null);
    this.show(name, false);
  }

  show(name, isOn) {
    this.buttons[name].setAttribute('aria-pressed', String(isOn));
    this.start.disabled = !Object.keys(this.streams).length;
    this.box.toggleAttribute('data-sees', Object.keys(this.streams).length > 0);
  }

  /** Nothing to say if the person has closed the browser's own window of screens. */
  refused(name, error) {
    const why = REFUSALS[error.name] ?? 'busy';
    if (name === 'screen' && error.name === 'NotAllowedError' && !/system/i.test(error.message)) return this.say('screenClosed');
    this.say(`${name}${why[0].toUpperCase()}${why.slice(1)}`);
  }

  open() {
    if (!this.mixer) {
      this.mixer = new Mixer(this.box.dataset.title);
      this.preview.srcObject = this.mixer.stream;
      this.preview.play().catch(() => {});
      const meter = this.box.querySelector('meter');
      setInterval(() => (meter.value = this.mixer.level()), METER_MS);
    }
    this.mixer.wake();
  }

  // Which devices

  async listDevices() {
    const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    for (const [name, kind] of [['camera', 'videoinput'], ['microphone', 'audioinput']]) {
      const select = this.selects[name];
      const used = this.streams[name]?.getTracks()[0].getSettings().deviceId ?? select.value;
      const ofKind = devices.filter((device) => device.kind === kind && device.label);
      select.replaceChildren(...ofKind.map(({ deviceId, label }) => new Option(label, deviceId, false, deviceId === used)));
      select.closest('label').hidden = ofKind.length === 0;
    }
  }

  async changeDevice(name) {
    remember(name, this.selects[name].value);
    if (!this.streams[name]) return;
    try {
      this.switchOn(name, await this.ask(name));
    } catch (error) {
      this.refused(name, error);
    }
  }

  // What goes out

  begin() {
    this.open();
    this.uplink?.stop();
    this.uplink = new Uplink(this.mixer.stream, {
      address: `/live/${this.box.dataset.room}/broadcast/socket`,
      state: (name, code) => this.tell(name, code),
    });
    this.showRunning();
  }

  tell(name, code) {
    this.showRunning();
    if (this.told === name && name !== 'stopped') return;
    this.told = name;
    if (name === 'stopped' && code) this.say(code in WORDS ? WORDS[code] : 'lost');
    else this.say(name);
  }

  showRunning() {
    this.start.hidden = this.isOn;
    this.end.hidden = !this.isOn;
    this.box.dataset.state = this.isOn ? 'on' : 'off';
  }

  /** The words that the template has under this name; none, and the line is empty. */
  say(name) {
    const key = name && `text${name[0].toUpperCase()}${name.slice(1)}`;
    this.note.textContent = (key && this.box.dataset[key]) ?? '';
    this.note.dataset.state = ['sending', 'connecting', 'stopped', null].includes(name) ? 'good' : 'bad';
  }
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(DEVICE_KEY)) ?? {};
  } catch {
    return {};
  }
}

function remember(name, device) {
  try {
    localStorage.setItem(DEVICE_KEY, JSON.stringify({ ...recall(), [name]: device }));
  } catch {
    // A browser that keeps nothing asks for its usual device next time.
  }
}

const box = document.getElementById('broadcast');
if (box) {
  const isAble = navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder && globalThis.AudioContext;
  if (isAble) new Broadcast(box);
  else box.querySelector('[data-unable]').hidden = false;
}
