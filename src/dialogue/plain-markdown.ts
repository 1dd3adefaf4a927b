/** Text that stands for itself in Markdown: the stars of a mask must not become bold type, nor what a person typed a link or a heading. */
export function plainMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ');
}
