/** Where something will be. Screen readers hear "Loading" once. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div role="status" class="grid gap-2.5">
      <span class="unseen">Loading</span>
      {Array.from({ length: lines }, (_, index) => <div key={index} class={`shimmer h-4 ${index % 3 === 2 ? 'w-2/5' : index % 2 ? 'w-4/5' : 'w-full'}`} />)}
    </div>
  );
}

export function PageSkeleton() {
  return (
    <div class="grid gap-6">
      <div class="shimmer h-8 w-56 max-w-full" />
      <div class="card p-5"><Skeleton lines={6} /></div>
    </div>
  );
}
