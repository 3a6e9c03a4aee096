import type { ComponentChildren } from 'preact';
import { Code } from './code';
import { Icon, type IconName } from './icon';

/** Nothing is there, and that is no dead end: what this is, why it is empty, the first step, and how a program does it. */
export function Empty({ icon, title, children, action, snippet }: { icon: IconName; title: string; children: ComponentChildren; action?: ComponentChildren; snippet?: { title: string; text: string } }) {
  return (
    <section class="card px-5 py-8 sm:py-12 grid grid-cols-1 justify-items-center gap-4 text-center">
      <span class="grid place-items-center size-11 rounded-xl bg-accent-wash text-link"><Icon name={icon} class="size-5" /></span>
      <div class="grid gap-1.5 max-w-lg">
        <h2 class="text-lg">{title}</h2>
        <div class="text-soft text-pretty grid gap-2">{children}</div>
      </div>
      {action && <div class="flex flex-wrap gap-2 justify-center">{action}</div>}
      {snippet && <div class="w-full max-w-2xl text-start mt-2"><Code {...snippet} /></div>}
    </section>
  );
}
