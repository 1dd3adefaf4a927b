import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

export const themes = ['auto', 'light', 'dark', 'contrast'] as const;
export const sizes = ['normal', 'large'] as const;

export interface Appearance {
  theme: (typeof themes)[number];
  size: (typeof sizes)[number];
}

const COOKIE = 'appearance';

/** How this browser wants pages to look; without a word of its own, as the system does. */
export function appearanceOf(c: Context): Appearance {
  const [theme, size] = (getCookie(c, COOKIE) ?? '').split('.');
  return { theme: themes.find((one) => one === theme) ?? 'auto', size: sizes.find((one) => one === size) ?? 'normal' };
}

export function keepAppearance(c: Context, { theme, size }: { theme: string; size: string }): void {
  const known = { theme: themes.find((one) => one === theme) ?? 'auto', size: sizes.find((one) => one === size) ?? 'normal' };
  setCookie(c, COOKIE, `${known.theme}.${known.size}`, { path: '/', sameSite: 'Lax', httpOnly: true, maxAge: 400 * 86_400 });
}
