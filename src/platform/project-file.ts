/**
 * The URL of a file that ships with the project, from its root: `projectFile('flows/')`. Sources and compiled files lie equally deep
 * (src/platform, dist/platform), so that data files need not be copied when compiling.
 */
export function projectFile(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}
