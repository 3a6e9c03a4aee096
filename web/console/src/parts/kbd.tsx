const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const names: Record<string, string> = { mod: isMac ? '⌘' : 'Ctrl', enter: '↵', up: '↑', down: '↓', escape: 'Esc' };

/** Keys as they stand on the keyboard: `mod+k`, `g d`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span class="inline-flex gap-1">
      {keys.split(/[ +]/).map((key, index) => (
        <kbd key={index} class="inline-grid place-items-center min-w-5 px-1 h-5 rounded-sm border border-line bg-sunk text-soft text-xs">{names[key] ?? key}</kbd>
      ))}
    </span>
  );
}
