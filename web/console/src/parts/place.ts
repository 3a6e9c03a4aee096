/** Puts what floats beside what it belongs to, within the window. Positions are set by script objects, which the policy allows. */
const GAP = 6;
const EDGE = 8;

export function place(float: HTMLElement, anchor: Element, at: 'start' | 'end' | 'middle' = 'start'): void {
  const beside = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = float;
  const isBelow = beside.bottom + GAP + height <= innerHeight - EDGE || beside.top < height + GAP;
  const isRtl = getComputedStyle(anchor).direction === 'rtl';
  const toStart = isRtl ? beside.right - width : beside.left;
  const toEnd = isRtl ? beside.left : beside.right - width;
  const left = at === 'start' ? toStart : at === 'end' ? toEnd : (beside.left + beside.right - width) / 2;
  float.style.top = `${Math.max(EDGE, isBelow ? beside.bottom + GAP : beside.top - GAP - height)}px`;
  float.style.left = `${Math.min(Math.max(EDGE, left), Math.max(EDGE, innerWidth - width - EDGE))}px`;
}
