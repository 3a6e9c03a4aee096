/** How much of a whole is done. `label` names it; the numbers stand beside it in words. */
export function Progress({ label, value, max }: { label: string; value: number; max: number }) {
  const part = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={max} aria-valuenow={value} class="h-1.5 w-full rounded-full bg-wash overflow-hidden">
      <div class="h-full rounded-full bg-accent transition-[width] duration-200" style={{ width: `${part * 100}%` }} />
    </div>
  );
}
