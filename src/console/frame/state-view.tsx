import type { Child } from 'hono/jsx';

/** What a page says when it has nothing else to show: what happened, what was kept, what to do. */
export function StateView(props: { title: string; sentence: string; todo: string; reference?: string; children?: Child }) {
  return (
    <div class="state">
      <h1>{props.title}</h1>
      <p class="lead">{props.sentence}</p>
      <p>{props.todo}</p>
      {props.reference && <p class="muted">{props.reference}</p>}
      {props.children}
    </div>
  );
}

/** An empty list, and what to do about it. */
export function Empty(props: { sentence: string; children?: Child }) {
  return (
    <div class="empty">
      <p>{props.sentence}</p>
      {props.children}
    </div>
  );
}
