import encodeQR from 'qr';

/** A QR code (ISO/IEC 18004) as rows of dark (true) and light modules, with the light margin that readers need. */
export type QrMatrix = readonly (readonly boolean[])[];

/** Modules of light around every code. */
const QUIET = 4;

/** `medium` survives a scratched screen or a folded paper and keeps the modules large. */
export function qrMatrix(text: string): QrMatrix {
  return encodeQR(text, 'raw', { ecc: 'medium', border: QUIET });
}

/** Runs of dark modules: column, row, length. A tenth of what single squares would take. */
export function darkRuns(matrix: QrMatrix): { x: number; y: number; length: number }[] {
  const runs: { x: number; y: number; length: number }[] = [];
  matrix.forEach((row, y) => {
    let start = -1;
    for (let x = 0; x <= row.length; x += 1) {
      const isDark = row[x] === true;
      if (isDark && start < 0) start = x;
      if (!isDark && start >= 0) {
        runs.push({ x: start, y, length: x - start });
        start = -1;
      }
    }
  });
  return runs;
}

/** The `d` of an SVG path within a square view box of as many units as the code has modules. */
export function qrPath(matrix: QrMatrix): string {
  return darkRuns(matrix)
    .map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`)
    .join('');
}
