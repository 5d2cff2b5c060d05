import { useSignalEffect } from '@preact/signals';
import { hexColor, readableAs, readableOn } from '../../color.ts';
import { channel } from '../globals.ts';
import { darkMode } from '../state.ts';

const BACKGROUNDS = { light: '#ffffff', dark: '#16181d' };

/** The website's colour, and what of it can be read on what, in the light or the dark window. */
export function useColors(): void {
  useSignalEffect(() => {
    const wanted = darkMode.value;
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    const paint = (): void => {
      const isDark = wanted === 'dark' || (wanted === 'auto' && system.matches);
      const theme = isDark ? 'dark' : 'light';
      const { style, dataset } = document.documentElement;
      dataset['theme'] = theme;
      const color = hexColor(channel.widgetColor);
      style.setProperty('--brand', color);
      style.setProperty('--on-brand', readableOn(color));
      style.setProperty('--accent', readableAs(color, BACKGROUNDS[theme]));
    };
    paint();
    system.addEventListener('change', paint);
    return () => system.removeEventListener('change', paint);
  });
}
