import { texts } from '../texts.ts';

export interface PagerProps {
  /** From 1. */
  page: number;
  perPage: number;
  total: number;
  /** The address of another page of the same list. */
  hrefOf(page: number): string;
}

/** Where in a long list one is. Nothing for a list of one page. */
export function Pager({ page, perPage, total, hrefOf }: PagerProps) {
  if (total <= perPage) return null;
  const last = Math.ceil(total / perPage);
  return (
    <nav class="pager" aria-label={texts.pages((page - 1) * perPage + 1, Math.min(total, page * perPage), total)}>
      {page > 1 && (
        <a href={hrefOf(page - 1)} rel="prev">
          {texts.previous}
        </a>
      )}
      <span>{texts.pages((page - 1) * perPage + 1, Math.min(total, page * perPage), total)}</span>
      {page < last && (
        <a href={hrefOf(page + 1)} rel="next">
          {texts.next}
        </a>
      )}
    </nav>
  );
}

/** The page that an address asks for, from 1; anything else is the first. */
export function pageAsked(asked: string | undefined): number {
  return asked !== undefined && /^\d{1,5}$/.test(asked) ? Math.max(1, Number(asked)) : 1;
}

/** An address with some of its query changed; null and empty leave out. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
