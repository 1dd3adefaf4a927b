/** The package brings no types; what is used of it (https://github.com/nikku/saxen). */
declare module 'saxen' {
  type Decode = (text: string) => string;
  export class Parser {
    on(event: 'openTag', hear: (name: string, attributes: () => Record<string, string>) => void): this;
    on(event: 'closeTag' | 'cdata' | 'attention', hear: (text: string) => void): this;
    on(event: 'text', hear: (text: string, decode: Decode) => void): this;
    on(event: 'error', hear: (error: unknown) => void): this;
    write(text: string): this;
    end(): unknown;
  }
}
