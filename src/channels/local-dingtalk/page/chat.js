// The chat page's script: sends, presses, and shows what the live events bring. All HTML comes escaped from the server.

const page = document.body.dataset;
const byId = (id) => document.getElementById(id);
const messages = byId('messages');
const composer = byId('composer');
const text = byId('text');
const toast = byId('toast');
const plainTitle = document.title;

let toastTimer;
function say(sentence) {
  if (!toast || !sentence) return;
  toast.textContent = sentence;
  toast.classList.add('shown');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => toast.classList.remove('shown'), 4000);
}

async function post(path, body) {
  const isForm = body instanceof FormData;
  try {
    const response = await fetch(`/chat/${path}`, {
      method: 'POST',
      headers: isForm ? {} : { 'content-type': 'application/json' },
      body: isForm ? body : JSON.stringify({ as: page.as, c: page.c, ...body }),
    });
    const answer = await response.json();
    say(answer.sentence ?? answer.notice);
    return answer;
  } catch {
    say('连接中断，没有发出；请稍后再试。');
    return { ok: false };
  }
}

// Reading

const isAtEnd = () => messages.scrollHeight - messages.scrollTop - messages.clientHeight < 120;
const scrollToEnd = () => {
  if (messages) messages.scrollTop = messages.scrollHeight;
};

function markRead() {
  if (document.visibilityState === 'visible' && page.c) void post('read', {});
}

function show({ messageId, html, isOwn }) {
  if (!messages || !html) return;
  const template = document.createElement('template');
  template.innerHTML = html;
  const shown = byId(`m-${messageId}`);
  const mustFollow = isOwn || isAtEnd();
  // A message that is there already has changed: a card. So a repeated event shows nothing twice.
  if (shown) shown.replaceWith(template.content);
  else messages.append(template.content);
  byId('hello').hidden = true;
  if (mustFollow) scrollToEnd();
  if (!isOwn) markRead();
}

function showList(list) {
  const place = byId('conversations');
  place.innerHTML = list;
  showUnread(place.querySelectorAll('.unread').length);
}

function showUnread(unread) {
  document.title = unread > 0 ? `(${unread}) ${plainTitle}` : plainTitle;
}

// Living: a browser allows only six connections to one place, for all its windows. A window that nobody looks at gives its own back
// and only asks now and then whether something is unread.

let events = null;
let after = page.after;
let hiding;
let asking;

function listen() {
  if (events || !page.as) return;
  events = new EventSource(`/chat/events?${new URLSearchParams({ as: page.as, c: page.c ?? '', after })}`);
  events.addEventListener('update', (event) => {
    after = event.lastEventId;
    const update = JSON.parse(event.data);
    show(update);
    showList(update.list);
  });
  events.addEventListener('reload', () => {
    events.close();
    location.reload();
  });
}

async function askUnread() {
  try {
    const answer = await (await fetch(`/chat/unread?${new URLSearchParams({ as: page.as })}`)).json();
    showUnread(answer.unread);
  } catch {
    // The server is away; the window will hear of it when somebody looks.
  }
}

document.addEventListener('visibilitychange', () => {
  clearTimeout(hiding);
  clearInterval(asking);
  if (document.visibilityState === 'visible') {
    listen();
    markRead();
    return;
  }
  hiding = setTimeout(() => {
    events?.close();
    events = null;
    if (page.as) asking = setInterval(askUnread, 10_000);
  }, 1_000);
});

// Speaking

const isMentioning = () => byId('mention')?.getAttribute('aria-pressed') === 'true';

// One after another, or a slow first sentence would arrive behind a quick second one.
let sending = Promise.resolve();

function sendText(said, { isPressed } = {}) {
  if (said.trim() === '') return;
  const mention = !page.group || isPressed === true || isMentioning();
  // Emptied at once: the next sentence may be typed while this one is on its way.
  if (!isPressed) text.value = '';
  sending = sending.then(async () => {
    const answer = await post('send', { text: said, mention });
    if (!answer.ok && !isPressed && text.value === '') text.value = said;
  });
  text?.focus();
}

async function sendFile(file) {
  const form = new FormData();
  form.set('as', page.as);
  form.set('c', page.c);
  form.set('file', file);
  form.set('mention', String(!page.group || isMentioning()));
  await post('upload', form);
  text.focus();
}

composer?.addEventListener('submit', (event) => {
  event.preventDefault();
  sendText(text.value);
});

text?.addEventListener('keydown', (event) => {
  // While a Chinese input method composes, Enter takes the candidate.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  composer.requestSubmit();
});

text?.addEventListener('paste', (event) => {
  const [file] = event.clipboardData?.files ?? [];
  if (!file) return;
  event.preventDefault();
  void sendFile(file);
});

byId('file')?.addEventListener('change', (event) => {
  const [file] = event.target.files;
  if (file) void sendFile(file);
  event.target.value = '';
});

byId('mention')?.addEventListener('click', (event) => {
  event.currentTarget.setAttribute('aria-pressed', String(!isMentioning()));
  text.focus();
});

async function pressCard(button) {
  button.disabled = true;
  await post('press', { card: button.dataset.card, action: button.dataset.action, params: JSON.parse(button.dataset.params) });
  button.disabled = false;
}

document.addEventListener('click', (event) => {
  const target = event.target.closest('[data-says],[data-card],[data-join],[data-page],[data-close]');
  if (!target) return;
  const { says, card, join, page: pageNumber, close } = target.dataset;
  if (says !== undefined) {
    event.preventDefault();
    sendText(says, { isPressed: true });
  }
  if (card !== undefined) void pressCard(target);
  if (join !== undefined) void post('join', { c: join }).then((answer) => answer.ok && open(join));
  if (pageNumber !== undefined) void findPeople(target, Number(pageNumber));
  if (close !== undefined) target.closest('dialog').close();
});

// People and groups

const open = (conversation) => {
  location.href = `/chat?${new URLSearchParams({ as: page.as, c: conversation })}`;
};

let asked = 0;
async function findPeople(inside, number) {
  const form = inside.closest('dialog, main')?.querySelector('.filter');
  if (!form) return;
  const query = new URLSearchParams({ q: form.q.value, role: form.role.value, page: String(number) });
  if (page.as) query.set('as', page.as);
  asked += 1;
  const mine = asked;
  const answer = await fetch(`/chat/people?${query}`);
  const html = await answer.text();
  // A slower, older answer must not overwrite a newer one.
  if (mine === asked) byId('people').innerHTML = html;
}

for (const form of document.querySelectorAll('.filter')) {
  form.addEventListener('input', () => void findPeople(form, 0));
  form.addEventListener('submit', (event) => event.preventDefault());
}

byId('switch')?.addEventListener('click', () => {
  byId('people-dialog').showModal();
  byId('people-dialog').querySelector('input').focus();
});

byId('new-group')?.addEventListener('click', () => byId('group-dialog').showModal());
byId('group-dialog')
  ?.querySelector('form')
  .addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await post('groups', { title: event.target.title.value });
    if (answer.ok) open(answer.c);
  });

byId('back')?.addEventListener('click', () => document.body.classList.add('listing'));

scrollToEnd();
listen();
