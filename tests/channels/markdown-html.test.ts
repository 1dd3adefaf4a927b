import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdownToHtml, readLink } from '../../src/channels/local-dingtalk/markdown-html.ts';

describe('markdown as DingTalk shows it', () => {
  test.each([
    ['### 办理进度', '<h3>办理进度</h3>'],
    ['**加粗**和*斜体*', '<p><strong>加粗</strong>和<em>斜体</em></p>'],
    ['**加粗里的*斜体*字**', '<p><strong>加粗里的<em>斜体</em>字</strong></p>'],
    ['- 一\n- 二', '<ul><li>一</li><li>二</li></ul>'],
    ['1. 一\n2. 二', '<ol><li>一</li><li>二</li></ol>'],
    ['3. 三', '<ol start="3"><li>三</li></ol>'],
    ['> 引用', '<blockquote>引用</blockquote>'],
    ['---', '<hr>'],
    ['第一行  \n第二行', '<p>第一行<br>第二行</p>'],
    ['第一行\n第二行', '<p>第一行 第二行</p>'],
    ['一段\n\n二段', '<p>一段</p><p>二段</p>'],
    ['`代码`', '<p><code>代码</code></p>'],
    [
      '[官网](https://example.org/a?b=1&c=2)',
      '<p><a href="https://example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">官网</a></p>',
    ],
    ['![图](https://example.org/a.png)', '<p><img src="https://example.org/a.png" alt="图" loading="lazy"></p>'],
    ['![图](@lAD1)', '<p><img src="/chat/media/%40lAD1" alt="图" loading="lazy"></p>'],
    ['[同意](dtmd://dingtalkclient/sendMessage?content=%E5%90%8C%E6%84%8F)', '<p><a href="#" role="button" data-says="同意">同意</a></p>'],
    ['|a|b|\n|-|-|', '<p>|a|b| |-|-|</p>'],
    ['案件 YZ20261123-0001 在 snake_case_name 里', '<p>案件 YZ20261123-0001 在 snake_case_name 里</p>'],
    ['身份证号：3302\\*\\*\\*\\*\\*\\*7724', '<p>身份证号：3302******7724</p>'],
    ['**电话 154\\*\\*\\*\\*7679**', '<p><strong>电话 154****7679</strong></p>'],
    ['\\# 不是标题 \\[不是链接\\](https://example.org) \\<b\\>', '<p># 不是标题 [不是链接](https://example.org) &lt;b&gt;</p>'],
    ['一个 \\\\ 反斜杠，C:\\目录', '<p>一个 \\ 反斜杠，C:\\目录</p>'],
    ['', ''],
  ])('%s', (markdown, html) => {
    expect(markdownToHtml(markdown)).toBe(html);
  });
});

describe('what somebody slips in stays text', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '![x](data:text/html;base64,PHNjcmlwdD4=)',
    '![x](javascript:alert(1))',
    '[x](vbscript:msgbox)',
    '[x](dtmd://evil/sendMessage?content=x)',
    '[x](dingtalk://dingtalkclient/page/link?url=javascript:alert(1))',
    '[<img src=x onerror=alert(1)>](https://example.org)',
    '![" onerror="alert(1)](https://example.org/a.png)',
    '[x](https://example.org/"onmouseover="alert(1))',
    '`<b>`',
    '# <svg/onload=alert(1)>',
    '\\<script\\>alert(1)\\</script\\>',
    '[x](https://example.org/\\"onmouseover=\\"alert)',
    '![x\\" onerror=\\"alert(1)](https://example.org/\\".png)',
  ])('%s', (markdown) => {
    expectOnlyOurTags(markdownToHtml(markdown));
  });

  test('whatever is typed', () => {
    const bits = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '[',
      ']',
      '(',
      ')',
      '!',
      '*',
      '_',
      '`',
      '\\',
      '\ue03c',
      '\ue022',
      '\n',
      ' ',
      'a',
      'javascript:',
      'https://x/',
      'onload=',
      '#',
      '-',
      '>',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 40 }), (parts) => {
        expectOnlyOurTags(markdownToHtml(parts.join('')));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a long run of marks does not take long', () => {
    const started = performance.now();
    markdownToHtml('*'.repeat(20_000));
    markdownToHtml('['.repeat(20_000));
    markdownToHtml('**a '.repeat(5_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

const ALLOWED =
  /<\/?(h[1-6]|p|strong|em|code|ul|li|blockquote)>|<\/?ol( start="\d+")?>|<(hr|br)>|<\/a>|<a href="(https?:\/\/[^"<>]*|#)"( target="_blank" rel="noopener noreferrer"| role="button" data-says="[^"<>]*")>|<img src="(https?:\/\/|\/chat\/media\/)[^"<>]*" alt="[^"<>]*" loading="lazy">/g;

function expectOnlyOurTags(html: string): void {
  expect(html.replaceAll(ALLOWED, '')).not.toMatch(/[<>]/);
}

test('a link that DingTalk would open in its side panel opens its page', () => {
  expect(readLink('dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fexample.org%2Fx&pc_slide=true')).toEqual({
    href: 'https://example.org/x',
  });
});
