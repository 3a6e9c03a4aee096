/** One action that waits: sent once, or taken back, never both. */
export class Undoable {
  private state: 'waiting' | 'sent' | 'undone' = 'waiting';
  private readonly timer: ReturnType<typeof setTimeout>;

  constructor(
    private readonly takeBack: () => void,
    private readonly run: () => Promise<unknown>,
    waitMs: number,
    private readonly done: (failure: unknown) => void,
  ) {
    this.timer = setTimeout(() => void this.send(), waitMs);
  }

  async send(): Promise<void> {
    if (this.state !== 'waiting') return;
    this.state = 'sent';
    clearTimeout(this.timer);
    try {
      await this.run();
      this.done(null);
    } catch (failure) {
      this.takeBack();
      this.done(failure);
    }
  }

  undo(): void {
    if (this.state !== 'waiting') return;
    this.state = 'undone';
    clearTimeout(this.timer);
    this.takeBack();
  }
}
