import { qrMatrix, qrPath } from '../../platform/qr/qr-code.ts';
import { certificateTexts as say } from './certificate-texts.ts';
import type { OpenCertificate } from './open-certificate.ts';

const WIDTH = 720;
const LEFT = 48;
const LINE = 38;
const TOP = 150;
const QR_SIDE = 210;

/** The certificate as a picture (SVG without styles or scripts): shown on a page, saved, or sent. */
export function certificatePicture({ content, row, checkCode }: OpenCertificate, verifyBase: string): string {
  const lines = [
    [say.no, content.no],
    ...content.lines,
    [say.issuedOn, content.issuedOn],
    [say.validUntil, content.validUntil],
    [say.check, checkCode],
  ] as const;
  const height = Math.max(TOP + lines.length * LINE, TOP + QR_SIDE) + 80;
  const matrix = qrMatrix(`${verifyBase}${row.token}`);
  const scale = QR_SIDE / matrix.length;
  const rows = lines.map(([label, value], index) => {
    const y = TOP + index * LINE;
    return `<text x="${LEFT}" y="${y}" font-size="17" fill="#6b5b4b">${escaped(label)}</text><text x="${LEFT + 110}" y="${y}" font-size="19" fill="#221a14">${escaped(value)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif">`,
    `<title>${escaped(content.title)} ${escaped(content.no)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fffaf2"/>`,
    `<rect x="14" y="14" width="${WIDTH - 28}" height="${height - 28}" fill="none" stroke="#b3261e" stroke-width="3"/>`,
    `<rect x="22" y="22" width="${WIDTH - 44}" height="${height - 44}" fill="none" stroke="#b3261e" stroke-width="1"/>`,
    `<text x="${WIDTH / 2}" y="86" font-size="${content.title.length > 16 ? 25 : 32}" text-anchor="middle" fill="#b3261e" font-weight="700">${escaped(content.title)}</text>`,
    ...rows,
    `<g transform="translate(${WIDTH - QR_SIDE - LEFT} ${TOP - 26}) scale(${scale})"><rect width="${matrix.length}" height="${matrix.length}" fill="#ffffff"/><path d="${qrPath(matrix)}" fill="#000000"/></g>`,
    `<text x="${WIDTH - LEFT}" y="${height - 48}" font-size="18" text-anchor="end" fill="#221a14">${escaped(content.issuer)}</text>`,
    '</svg>',
  ].join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
