/** One example: the page's code and the server's. */
export interface Tab {
  readonly id: string;
  readonly name: string;
  readonly client: string;
  readonly server: string;
  /** The language of the page's code. */
  readonly language: 'ts' | 'js';
}

const files: Record<string, string> = import.meta.glob('./tabs/*/*.{ts,js}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const tab = (id: string, name: string, language: 'ts' | 'js' = 'ts'): Tab => ({
  id,
  name,
  language,
  client: files[`./tabs/${id}/client.${language}`]!,
  server: files[`./tabs/${id}/server.ts`]!,
});

export const tabs: readonly Tab[] = [
  tab('quotes', 'Live quotes'),
  tab('chat', 'Chat room'),
  tab('form', 'Save a form'),
  tab('plain', 'Plain JavaScript bind', 'js'),
  tab('break', 'Break it'),
  tab('binary', 'Binary codec'),
];
