import { lasting, make } from './elements.ts';
import type { Settings } from './settings.ts';

export interface Holder {
  element: HTMLElement;
  setOpen(isOpen: boolean): void;
  /** Shows what is new beside the closed bubble, as high as it is; undefined for no longer. */
  setPreview(isShown: boolean): void;
  setHeight(pixels: number | undefined): void;
  setBubbleVisible(isVisible: boolean): void;
}

/** What holds the frame, and shows and hides it. */
export function createHolder(
  { position, widgetStyle, hideMessageBubble }: Settings,
  frame: HTMLElement,
): Holder {
  const classes = [
    'woot-widget-holder',
    'woot--hide',
    `woot-elements--${position}`,
    ...(widgetStyle === 'flat' ? ['woot-widget-holder--flat'] : []),
    ...(hideMessageBubble ? ['woot-widget--without-bubble'] : []),
  ];
  const attributes = { id: 'cw-widget-holder', class: classes.join(' '), ...lasting };
  const element = make('div', attributes, frame);
  let isOpen = false;
  let isPreview = false;
  const show = (): void => {
    element.classList.toggle('woot--hide', !isOpen && !isPreview);
    element.classList.toggle('has-unread-view', isPreview);
    if (!isPreview) element.style.removeProperty('height');
  };
  return {
    element,
    setOpen(open) {
      isOpen = open;
      isPreview = false;
      show();
    },
    setPreview(isShown) {
      isPreview = isShown && !isOpen;
      show();
    },
    setHeight(pixels) {
      if (pixels === undefined || !isPreview) element.style.removeProperty('height');
      else element.style.height = `${Math.min(Math.max(pixels, 0), 600)}px`;
    },
    setBubbleVisible: (isVisible) =>
      element.classList.toggle('woot-widget--without-bubble', !isVisible),
  };
}
