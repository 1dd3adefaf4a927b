import { randomUUID } from 'node:crypto';

/** What every form brings along: that it is one of ours, and its own key, so that sending it twice does it once. */
export function FormMarks({ token }: { token: string }) {
  return (
    <>
      <input type="hidden" name="_token" value={token} />
      <input type="hidden" name="_once" value={randomUUID()} />
    </>
  );
}
