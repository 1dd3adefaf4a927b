import { createPaper } from '../../platform/paper/paper.ts';
import { qrMatrix } from '../../platform/qr/qr-code.ts';
import { certificateTexts as say } from './certificate-texts.ts';
import type { OpenCertificate } from './open-certificate.ts';

const QR_POINTS = 190;

/**
 * The certificate on paper. Inside the PDF lie the content as it was signed and the token, so that it can be checked without a connection:
 * the hash of `certificate.json` is the token's `dig`.
 */
export async function certificatePaper(certificate: OpenCertificate, now: Date, verifyBase: string): Promise<Buffer> {
  const { content, row, text, checkCode } = certificate;
  const paper = await createPaper({ title: content.title, watermark: say.watermark, footer: say.footer(content.no), madeAt: now });
  paper.row(say.no, content.no);
  for (const [label, value] of content.lines) paper.row(label, value);
  paper.row(say.issuedBy, content.issuer);
  paper.row(say.issuedOn, content.issuedOn);
  paper.row(say.validUntil, content.validUntil);
  paper.row(say.check, checkCode);
  paper.qr(qrMatrix(`${verifyBase}${row.token}`), QR_POINTS);
  paper.paragraph(say.how(verifyBase.replace(/\/$/, '')));
  paper.attach('certificate.json', text);
  paper.attach('certificate.jws', row.token);
  return paper.finish();
}
