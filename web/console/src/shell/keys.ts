/** Which shortcut was pressed: `/`, `?`, `mod+k`, or one key after another, as in `g d`. Pure: the time is given. */
export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const PATIENCE_MS = 1_200;

export class Keys {
  private first: { key: string; at: number } | null = null;

  /** The shortcut among those given, or null; the first half of one is remembered. */
  press(event: Pressed, known: readonly string[], now: number): string | null {
    if (event.altKey) return null;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) return known.find((each) => each === `mod+${key}`) ?? null;
    const first = this.first && now - this.first.at < PATIENCE_MS ? this.first.key : null;
    this.first = null;
    if (first) {
      const pair = known.find((each) => each === `${first} ${key}`);
      if (pair) return pair;
    }
    const single = known.find((each) => each === key);
    if (single) return single;
    if (known.some((each) => each.startsWith(`${key} `))) this.first = { key, at: now };
    return null;
  }
}
