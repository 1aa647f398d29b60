/** What is run: the compiled code of both sides. */
export interface Program {
  readonly tab: string;
  /** Whether the server is the real one, not the script in the page. */
  readonly isReal: boolean;
  readonly client: string;
  readonly server: string;
}

export type Fault = 'cut' | 'silence' | 'rubbish' | 'flood';

export type ToFrame =
  | { readonly kind: 'run'; readonly program: Program }
  | { readonly kind: 'fault'; readonly fault: Fault };

export type FromFrame = { readonly kind: 'ready' } | { readonly kind: 'problem'; readonly text: string };
