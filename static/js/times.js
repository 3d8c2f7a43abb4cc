// Times as their reader's zone and language have them. What the server sends to everybody alike is written in one zone.

export class Times {
  constructor(timeZone, language) {
    this.clock = new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    // As the server writes dates: 2026年3月5日, 5 Mar 2026.
    const month = language.startsWith('zh') ? 'long' : 'short';
    this.date = new Intl.DateTimeFormat(language.startsWith('zh') ? language : 'en-GB', { timeZone, year: 'numeric', month, day: 'numeric' });
  }

  day(milliseconds) {
    return this.date.format(milliseconds);
  }

  /** Rewrites the time in a message. */
  write(message) {
    const time = message.querySelector('time');
    if (time) time.textContent = this.clock.format(Number(message.dataset.at));
  }
}
