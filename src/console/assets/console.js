/** What pages gain once the script has loaded; without it everything still works. */
document.documentElement.classList.add('scripted');

/** A choice that takes effect at once. */
document.addEventListener('change', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.closest('[data-submit-on-change]')) event.target.form?.requestSubmit();
});

/** A form goes once; coming back to the page makes it good again. */
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent === 'yes') return event.preventDefault();
  form.dataset.sent = 'yes';
  setTimeout(() => {
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true');
  });
});
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled');
  }
});

/** The menu closes when one looks elsewhere. */
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
});

const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** `/` finds; `j` and `k` walk through the rows of a list, `x` marks one. */
document.addEventListener('keydown', (event) => {
  const isOurs = !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector('dialog[open]');
  if (!isOurs) return;
  const isMark = event.target instanceof HTMLInputElement && event.target.type === 'checkbox';
  if (isTyping(event.target) && !isMark) return;
  if (event.key === '/') {
    event.preventDefault();
    document.getElementById('find')?.focus();
  } else if (event.key === 'j' || event.key === 'k') walk(event.key === 'j' ? 1 : -1);
  else if (event.key === 'x') document.activeElement?.closest('[data-row]')?.querySelector('input[type=checkbox]')?.click();
});

function walk(step) {
  const rows = [...document.querySelectorAll('[data-row]')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  next?.querySelector('a')?.focus();
}

/** How many rows are marked, beside the buttons that act on them. */
function countMarks() {
  for (const bar of document.querySelectorAll('[data-batch]')) {
    const form = bar.closest('form');
    const marked = form?.querySelectorAll('tbody input[type=checkbox]:checked').length ?? 0;
    bar.querySelector('[data-marked]').textContent = String(marked);
    for (const button of bar.querySelectorAll('button')) button.disabled = marked === 0;
  }
}
document.addEventListener('change', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.matches('[data-all]')) {
    for (const box of event.target.form.querySelectorAll('tbody input[type=checkbox]')) box.checked = event.target.checked;
  }
  countMarks();
});
countMarks();

/** News about the page: its live parts are loaded anew, what is marked or focused stays. */
const news = document.body.dataset.refreshes;
if (news) {
  const source = new EventSource(news);
  let isFirst = true;
  source.addEventListener('state', () => {
    if (isFirst) isFirst = false;
    else refresh();
  });
  addEventListener('pagehide', () => source.close());
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { 'x-by-itself': 'yes' } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const marked = new Set([...document.querySelectorAll('[data-live] input:checked')].map((box) => box.value));
  const focused = document.activeElement?.closest('[data-row]')?.getAttribute('data-row');
  for (const part of document.querySelectorAll('[data-live]')) {
    const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (other) part.replaceWith(document.adoptNode(other));
  }
  for (const box of document.querySelectorAll('[data-live] input[type=checkbox]')) box.checked = marked.has(box.value);
  if (focused) document.querySelector(`[data-row="${CSS.escape(focused)}"] a`)?.focus();
  countMarks();
  const said = document.getElementById('said');
  if (said) said.textContent = said.dataset.updated;
}

/** A minute before the session ends by itself, ask; whoever answers stays. */
const idle = document.getElementById('idle');
if (idle instanceof HTMLDialogElement) {
  const ASK_AFTER_MS = 14 * 60_000;
  let timer = setTimeout(ask, ASK_AFTER_MS);
  function ask() {
    idle.showModal();
  }
  idle.addEventListener('close', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, ASK_AFTER_MS);
    fetch('/still-here', { method: 'GET' }).catch(() => undefined);
  });
}
