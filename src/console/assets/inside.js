/** On the sign-in page inside DingTalk: asks the application for a code that says who this is (免登), and goes on with it. */
const place = document.getElementById('inside');
const requestAuthCode = globalThis.modules?.at(-1)?.default;
if (place && requestAuthCode) {
  requestAuthCode({ corpId: place.dataset.corp })
    .then(({ code }) => location.replace(`/sign-in/inside/dingtalk?${new URLSearchParams({ code, state: place.dataset.state })}`))
    .catch(() => place.remove());
} else place?.remove();
