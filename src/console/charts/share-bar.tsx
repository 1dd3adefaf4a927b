/** A share between nothing and all, beside the figure that says it. */
export function ShareBar({ share, level }: { share: number; level?: 'good' | 'fair' | 'poor' }) {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <svg class={`share ${level ?? 'good'}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="share-ground" width="100" height="8" />
      <rect class="share-fill" width={width} height="8" />
    </svg>
  );
}
