// What goes along with a video: its subtitles, its chapters, and addresses that name a moment.

import { remember, remembered } from './player-memory.js';

/**
 * Shows the subtitles that are chosen, here or in the browser's own menu.
 * @returns {() => void} turns them off and on again
 */
export function bindSubtitles(video, choice, say) {
  if (!choice) return () => {};
  const tracks = video.textTracks;
  let latest = choice.value || choice.options[1].value;
  const show = (language) => {
    for (const track of tracks) track.mode = track.language === language ? 'showing' : 'disabled';
  };
  // The browser tells of the change only later, when the page may have been left.
  const choose = (language) => {
    show(language);
    remember('subtitles', language);
  };
  const known = [...choice.options].some((option) => option.value === remembered('subtitles'));
  if (known) choice.value = remembered('subtitles');
  show(choice.value);
  choice.addEventListener('change', () => choose(choice.value));
  tracks.addEventListener('change', () => {
    const shown = [...tracks].find((track) => track.mode === 'showing');
    choice.value = shown?.language ?? '';
    if (choice.value) latest = choice.value;
    remember('subtitles', choice.value);
  });
  return () => {
    choice.value = choice.value ? '' : latest;
    choose(choice.value);
    say(choice.selectedOptions[0].textContent);
  };
}

/** Marks the chapter that is being watched. */
export function bindChapters(video, chapters) {
  if (!chapters.length) return;
  const mark = () => {
    const now = video.currentTime + 0.05;
    const current = chapters.findLast((chapter) => Number(chapter.dataset.seek) <= now);
    for (const chapter of chapters) {
      if (chapter === current) chapter.setAttribute('aria-current', 'true');
      else chapter.removeAttribute('aria-current');
    }
  };
  for (const type of ['timeupdate', 'seeking', 'loadedmetadata']) video.addEventListener(type, mark);
  mark();
}

/** Goes to the moment that the address names (#t=90), now and when it changes. */
export function followAddress(video, seekTo) {
  const go = () => {
    const seconds = /^#t=(\d+)$/.exec(location.hash)?.[1];
    if (seconds === undefined) return;
    if (video.readyState > 0) seekTo(Number(seconds));
    else video.addEventListener('loadedmetadata', () => seekTo(Number(seconds)), { once: true });
  };
  addEventListener('hashchange', go);
  go();
}
