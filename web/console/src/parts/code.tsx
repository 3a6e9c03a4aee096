import { CopyButton } from './copy';

/** Several lines to carry elsewhere. `title` says what it is ("React", "Answer"). */
export function Code({ text, title, maxLines }: { text: string; title: string; maxLines?: 12 | 24 }) {
  return (
    <figure class="rounded-lg border border-line bg-sunk overflow-hidden min-w-0">
      <figcaption class="flex items-center justify-between gap-2 ps-3 pe-1 py-0.5 border-b border-line text-xs text-soft font-medium">
        {title}
        <CopyButton text={text} what={title} />
      </figcaption>
      <pre tabIndex={0} aria-label={title} class={`p-3 overflow-auto text-sm ${maxLines === 12 ? 'max-h-64' : maxLines === 24 ? 'max-h-120' : ''}`}><code>{text}</code></pre>
    </figure>
  );
}

/** Anything as JSON. */
export const Json = ({ value, title }: { value: unknown; title: string }) => <Code title={title} text={JSON.stringify(value, null, 2)} maxLines={24} />;
