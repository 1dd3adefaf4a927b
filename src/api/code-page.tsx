import type { CodeShown } from '../credentials/code/show-code.ts';
import { qrMatrix, qrPath } from '../platform/qr/qr-code.ts';
import { PublicPage } from './verify-page.tsx';

/** The code large on the screen; it draws itself anew before it runs out. */
export function CodePage(props: { shown: CodeShown; verifyBase: string; refresh: number }) {
  const { shown } = props;
  if (!shown.ok) {
    return (
      <PublicPage title="鄞领老兵码">
        <h1>鄞领老兵码</h1>
        <p role="alert">{shown.sentence}</p>
      </PublicPage>
    );
  }
  const matrix = qrMatrix(`${props.verifyBase}${shown.token}`);
  const side = matrix.length;
  return (
    <PublicPage title="鄞领老兵码" refresh={props.refresh}>
      <h1>鄞领老兵码</h1>
      <div class="code">
        <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label="老兵码二维码" shape-rendering="crispEdges">
          <rect width={side} height={side} fill="#ffffff" />
          <path d={qrPath(matrix)} fill="#000000" />
        </svg>
      </div>
      <p class="who">{shown.name}</p>
      <p class="muted">编号 {shown.no} · 二维码会自动更新，截图无效。请当面出示。</p>
      <form method="get">
        <button type="submit">立即刷新</button>
      </form>
    </PublicPage>
  );
}

export function LinkPage(props: { isGood: boolean }) {
  return (
    <PublicPage title="鄞领老兵码">
      <h1>鄞领老兵码</h1>
      {props.isGood ? (
        <form method="post">
          <p>在您自己的手机上打开老兵码。这个链接只能用一次，绑定这部手机后，随时可以亮码；手机丢了请告诉服务站解除。</p>
          <button type="submit">在这部手机上打开</button>
        </form>
      ) : (
        <p role="alert">链接已失效，或这部手机没有绑定老兵码。请联系村社退役军人服务站重新发送链接。</p>
      )}
    </PublicPage>
  );
}
