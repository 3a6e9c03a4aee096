/** Copies, also on pages without TLS, which have no clipboard to write to; says whether it worked. */
export async function copyText(text: string, focused: Element | null | undefined): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.className = 'unseen';
    area.value = text;
    // Only what is in the dialog can be selected while it is open.
    focused?.after(area);
    area.select();
    const isCopied = document.execCommand('copy');
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return isCopied;
  }
}
