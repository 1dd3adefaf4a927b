import type { Child } from 'hono/jsx';
import type { ScannerLevel } from '../credentials/scanner/scanner-level.ts';
import { scannerTexts } from '../credentials/scanner/scanner-texts.ts';
import type { ToldFacts, Verdict } from '../credentials/verify/verdict.ts';
import { faultSentences, verifyTexts } from '../credentials/verify/verify-texts.ts';
import { fullMinuteText } from '../platform/calendar/day.ts';

/** A public page without scripts: works in any telephone's browser. */
export function PublicPage(props: { title: string; refresh?: number; children: Child }) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {props.refresh === undefined ? null : <meta http-equiv="refresh" content={String(props.refresh)} />}
        <title>{props.title}</title>
        <link rel="stylesheet" href="/verify/style.css" />
      </head>
      <body>
        <main>
          {props.children}
          <footer>宁波市鄞州区退役军人事务局 · 鄞领</footer>
        </main>
      </body>
    </html>
  );
}

export function VerdictPage(props: { verdict: Verdict; level: ScannerLevel; now: Date }) {
  const { verdict, level, now } = props;
  const kind = verdict.valid ? verifyTexts.kinds[verdict.what] : null;
  return (
    <PublicPage title={verdict.valid ? `${verifyTexts.valid}，${kind}` : verifyTexts.invalid}>
      <div class={verdict.valid ? 'verdict good' : 'verdict bad'} role="status">
        <svg viewBox="0 0 24 24" width="56" height="56" aria-hidden="true">
          <path d={verdict.valid ? 'M4 13l5 5L20 7' : 'M6 6l12 12M18 6L6 18'} fill="none" stroke="currentColor" stroke-width="3" />
        </svg>
        <h1>{verdict.valid ? verifyTexts.valid : verifyTexts.invalid}</h1>
        <p class="kind">{verdict.valid ? kind : faultSentences[verdict.fault]}</p>
      </div>
      <Facts told={verdict.told} />
      <p class="muted">
        核验时间 {fullMinuteText(now)} · 扫码身份：{scannerTexts.levels[level]}。本次核验已留痕。
      </p>
    </PublicPage>
  );
}

const labels: readonly [keyof ToldFacts, string][] = [
  ['name', '姓名'],
  ['identity', '身份类别'],
  ['archiveNo', '档案号'],
  ['town', '所属镇街'],
  ['no', '编号'],
  ['validUntil', '有效期至'],
  ['reason', '原因'],
];

function Facts(props: { told: ToldFacts }) {
  const { told } = props;
  const rows = labels.flatMap(([key, label]) => (typeof told[key] === 'string' ? [[label, told[key]] as const] : []));
  return (
    <>
      {rows.length === 0 ? null : (
        <dl>
          {rows.map(([label, value]) => (
            <div>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {told.history === undefined || told.history.length === 0 ? null : (
        <ol class="history">
          {told.history.map((event) => (
            <li>
              {fullMinuteText(event.at)} {event.act}（{event.byName ?? event.by}）
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** For whoever has a certificate but no camera: its check code is typed in. */
export function VerifyPage() {
  return (
    <PublicPage title="核验">
      <h1>核验老兵码、电子证照</h1>
      <p>请用手机扫描二维码，或者输入电子证照上的核验码。</p>
      <form method="get" action="/verify">
        <label for="code">核验码</label>
        <input id="code" name="code" required maxlength={60} autocomplete="off" placeholder="如 K7QM-3FD2-9XTW" />
        <button type="submit">核验</button>
      </form>
      <p class="muted">只显示是否有效，不显示个人信息。每次核验都会留痕。</p>
    </PublicPage>
  );
}

/** `name` null: the enrolment is over. */
export function EnrolPage(props: { name: string | null }) {
  return (
    <PublicPage title="登记扫码设备">
      <h1>登记扫码设备</h1>
      {props.name === null ? (
        <p role="alert">登记链接已失效。请向区退役军人事务局拥军优抚科再要一个。</p>
      ) : (
        <form method="post">
          <p>这台设备将用于“{props.name}”核验老兵码。登记后扫码可以看到持码人脱敏后的姓名和身份类别；请只用于提供优待。</p>
          <button type="submit">登记这台设备</button>
        </form>
      )}
    </PublicPage>
  );
}

export function EnrolledPage(props: { name: string }) {
  return (
    <PublicPage title="已登记">
      <h1>已登记</h1>
      <p role="status">这台设备已登记为“{props.name}”。请用本机浏览器扫码核验。</p>
    </PublicPage>
  );
}
