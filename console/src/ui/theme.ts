export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'confab.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

export const chosenTheme = (): Theme =>
  themes.find((each) => each === localStorage.getItem(KEY)) ?? 'system';

export function applyTheme(): void {
  const theme = chosenTheme();
  const isDark = theme === 'dark' || (theme === 'system' && dark.matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applyTheme();
}

dark.addEventListener('change', applyTheme);
