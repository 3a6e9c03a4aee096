/** Colours that can be read, whatever the page asks for: everything is derived from ground, text and accent. */
import type { Theme } from './options';

type Rgb = [number, number, number];

/** Contrast that text needs (WCAG 2.2, 1.4.3). */
const READABLE = 4.5;

/** A sheet for `:host`; rules of the page for `#connectdomain-widget-root` win over it. */
export function themed(theme: Theme = {}): string {
  const rules: string[] = [];
  const set = (name: string, property: string, value: string | undefined): void => {
    if (value && CSS.supports(property, value)) rules.push(`--cd-${name}:${value}`);
  };
  set('brand', 'color', theme.accentColor);
  set('brand-fg', 'color', theme.accentTextColor);
  set('bg', 'color', theme.background);
  set('fg', 'color', theme.foreground);
  set('radius', 'width', theme.radius);
  if (theme.colorScheme === 'light' || theme.colorScheme === 'dark') rules.push(`color-scheme:${theme.colorScheme}`);
  return `:host{${rules.join(';')}}`;
}

/** What follows from the colours as they came out; `probe` is any element inside. */
export function derived(host: HTMLElement, probe: HTMLElement, theme: Theme = {}): string {
  const ground = rgb(getComputedStyle(probe).backgroundColor);
  const text = rgb(getComputedStyle(probe).color);
  const accent = rgb(getComputedStyle(host).getPropertyValue('--cd-brand'));
  const rules = [`--cd-link:${css(legible(accent, ground, text))}`];
  // White on the accent where it can be read; black always can where white cannot.
  if (!theme.accentTextColor) rules.push(`--cd-brand-fg:${contrast(accent, [255, 255, 255]) >= READABLE ? '#fff' : '#000'}`);
  // A page that brings its own ground decides what goes with it, whatever the visitor's system says.
  if (luminance(ground) < 0.2 !== luminance(text) < 0.2 && !theme.colorScheme) rules.push(`color-scheme:${luminance(ground) < 0.2 ? 'dark' : 'light'}`);
  return `:host{${rules.join(';')}}`;
}

/** `color`, moved towards `text` until it can be read on `ground`. */
export function legible(color: Rgb, ground: Rgb, text: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.1) {
    const mixed = color.map((part, index) => Math.round(part + ((text[index] ?? 0) - part) * share)) as Rgb;
    if (contrast(mixed, ground) >= READABLE) return mixed;
  }
  return text;
}

/** Between 1 and 21 (WCAG 2.2). */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export function luminance(color: Rgb): number {
  const [r, g, b] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const css = (color: Rgb): string => `rgb(${color.join()})`;

/** Of any CSS colour: it is painted and looked at. */
function rgb(color: string): Rgb {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return [0, 0, 0];
  context.fillStyle = color.trim();
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)] as Rgb;
}
