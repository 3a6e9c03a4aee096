/** Server-sent events out of a stream of text (HTML standard, 9.2), and how long to wait before coming back. */
export interface StreamEvent {
  id: string | null;
  type: string;
  data: string;
}

export class EventReader {
  private rest = '';
  private id: string | null = null;

  /** Takes what arrived; gives the events that are whole. */
  feed(chunk: string): StreamEvent[] {
    this.rest += chunk;
    const blocks = this.rest.split(/\r\n\r\n|\n\n|\r\r/);
    this.rest = blocks.pop()!;
    return blocks.map((block) => this.event(block)).filter((event) => event !== null);
  }

  private event(block: string): StreamEvent | null {
    let type = 'message';
    const data: string[] = [];
    for (const line of block.split(/\r\n|\n|\r/)) {
      const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
      if (field === 'id' && !value.includes('\0')) this.id = value;
      else if (field === 'event') type = value;
      else if (field === 'data') data.push(value);
    }
    return data.length === 0 && type === 'message' ? null : { id: this.id, type, data: data.join('\n') };
  }
}

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** Milliseconds before the next attempt; `chance` from 0 to 1 keeps many pages from coming back at once. */
export const waitBefore = (attempt: number, chance: number): number =>
  Math.round(Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS) * (0.5 + chance / 2));
