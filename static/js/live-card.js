// A card that asks something of whoever watches: over the picture where there is room, right below it on a phone.

const narrow = matchMedia('(max-width: 899px)');

/** Puts the card where it is seen. */
export function showCard(card, stage) {
  const side = document.querySelector('.live__side, .studio__chat');
  const isBelow = narrow.matches && !document.fullscreenElement && side;
  card.classList.toggle('stage__card--below', Boolean(isBelow));
  if (isBelow) side.prepend(card);
  else stage.append(card);
}
