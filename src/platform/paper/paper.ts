import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { darkRuns, type QrMatrix } from '../qr/qr-code.ts';
import { unpackWoff } from './unpack-woff.ts';

/** Points. */
const MARGIN = 56;
const BODY = 10.5;
const LABEL_WIDTH = 110;
const FONT = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff';
const LATIN = '@fontsource/noto-sans-sc/files/noto-sans-sc-latin-400-normal.woff';

export interface PaperFrame {
  title: string;
  /** Stands across every page, light. */
  watermark: string;
  /** Stands at the foot of every page, with its number. */
  footer: string;
  madeAt: Date;
}

/** One A4 paper in Chinese that grows from top to bottom. */
export interface Paper {
  heading(text: string): void;
  /** A label and its value; long values break. */
  row(label: string, value: string): void;
  paragraph(text: string): void;
  /** A code to be scanned, `side` points wide, at the left. */
  qr(matrix: QrMatrix, side: number): void;
  /** A file inside the PDF, for whoever checks it by machine. */
  attach(name: string, content: string): void;
  /** The finished PDF. */
  finish(): Promise<Buffer>;
}

interface Fonts {
  han: Buffer;
  latin: Buffer;
}

let loaded: Promise<Fonts> | null = null;

function loadFonts(): Promise<Fonts> {
  const require = createRequire(import.meta.url);
  loaded ??= Promise.all([readFile(require.resolve(FONT)), readFile(require.resolve(LATIN))]).then(([han, latin]) => ({
    han: unpackWoff(han),
    latin: unpackWoff(latin),
  }));
  return loaded;
}

/** What pdfkit knows of an embedded font, as far as it is asked here. */
interface Embedded {
  font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

type Write = (text: string, options?: { width?: number }) => void;

export async function createPaper(frame: PaperFrame): Promise<Paper> {
  const fonts = await loadFonts();
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: frame.title, CreationDate: frame.madeAt },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => document.on('end', resolve).on('error', reject));
  const write = writerOf(document, fonts);
  document.fontSize(18);
  write(frame.title);
  document.moveDown(0.5).fontSize(BODY);
  return {
    heading: (text) => {
      document.moveDown(0.6).fontSize(13).fillColor('#1f3d5c');
      write(text);
      document.fontSize(BODY).fillColor('#000000').moveDown(0.2);
    },
    row: (label, value) => writeRow(document, write, label, value),
    paragraph: (text) => {
      write(text);
      document.moveDown(0.3);
    },
    qr: (matrix, side) => drawQr(document, matrix, side),
    attach: (name, content) => {
      document.file(Buffer.from(content), { name, creationDate: frame.madeAt, modifiedDate: frame.madeAt });
    },
    finish: async () => {
      stamp(document, frame, write);
      document.end();
      await ended;
      return Buffer.concat(chunks);
    },
  };
}

/** Writes text in runs, each in the font that has its characters. */
function writerOf(document: PDFKit.PDFDocument, fonts: Fonts): Write {
  document.registerFont('latin', fonts.latin).registerFont('han', fonts.han).font('latin');
  const latin = (document as unknown as { _font: Embedded })._font.font;
  document.font('han');
  const han = (document as unknown as { _font: Embedded })._font.font;
  return (text, options = {}) => {
    const runs = runsOf(
      text,
      (codePoint) => han.hasGlyphForCodePoint(codePoint),
      (codePoint) => latin.hasGlyphForCodePoint(codePoint),
    );
    runs.forEach((run, index) => {
      document.font(run.font).text(run.text, { ...options, continued: index < runs.length - 1, lineGap: 3 });
    });
  };
}

function writeRow(document: PDFKit.PDFDocument, write: Write, label: string, value: string): void {
  if (document.y > document.page.height - MARGIN - 40) document.addPage();
  const top = document.y;
  document.fillColor('#555555');
  document.x = MARGIN;
  write(label, { width: LABEL_WIDTH - 8 });
  const below = document.y;
  document.fillColor('#000000');
  document.y = top;
  document.x = MARGIN + LABEL_WIDTH;
  write(value, { width: document.page.width - 2 * MARGIN - LABEL_WIDTH });
  document.y = Math.max(document.y, below) + 2;
  document.x = MARGIN;
}

/** Drawn as rectangles: sharp at any size of print. */
function drawQr(document: PDFKit.PDFDocument, matrix: QrMatrix, side: number): void {
  if (document.y + side > document.page.height - MARGIN) document.addPage();
  const module = side / matrix.length;
  const top = document.y;
  for (const { x, y, length } of darkRuns(matrix)) document.rect(MARGIN + x * module, top + y * module, length * module, module);
  document.fill('#000000');
  document.y = top + side;
  document.x = MARGIN;
}

interface Run {
  font: 'han' | 'latin';
  text: string;
}

/** Text by the font that has its characters; what neither has stands as its code in brackets, never as a hole. */
export function runsOf(text: string, inHan: (codePoint: number) => boolean, inLatin: (codePoint: number) => boolean): Run[] {
  const runs: Run[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const font = inHan(codePoint) ? 'han' : 'latin';
    const shown = inHan(codePoint) || inLatin(codePoint) || character === '\n' ? character : `[U+${codePoint.toString(16).toUpperCase()}]`;
    const last = runs.at(-1);
    if (last?.font === font) last.text += shown;
    else runs.push({ font, text: shown });
  }
  return runs.length === 0 ? [{ font: 'latin', text: ' ' }] : runs;
}

function stamp(document: PDFKit.PDFDocument, frame: PaperFrame, write: Write): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page);
    // At the foot, below the margin: without this a new page would be begun for it.
    document.page.margins.bottom = 0;
    document.fontSize(8).fillColor('#777777');
    document.x = MARGIN;
    document.y = document.page.height - MARGIN + 14;
    write(`${frame.footer}　第 ${page - start + 1} 页，共 ${count} 页`);
    document.save().rotate(-32, { origin: [document.page.width / 2, document.page.height / 2] });
    document.fontSize(26).fillColor('#000000').fillOpacity(0.07);
    for (const shift of [-220, 0, 220]) {
      document.x = MARGIN;
      document.y = document.page.height / 2 + shift;
      write(frame.watermark);
    }
    document.restore().fillOpacity(1);
  }
}
