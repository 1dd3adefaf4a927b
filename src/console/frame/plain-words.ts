/** What the bot says in a chat's markdown, as plain words for a page. */
export function plainWords(markdown: string): string {
  return markdown
    .replaceAll(/^#+\s*/gm, '')
    .replaceAll(/\*\*([^*]+)\*\*/g, '$1')
    .replaceAll(/^- /gm, '· ')
    .replaceAll(/\\([\\`*_{}[\]()#+.!~>|-])/g, '$1')
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
}
