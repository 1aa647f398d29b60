declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * Whether mistakes are to be told: not in production, and not where nobody says what it is. Bundlers put the value in the place of
 * `process.env.NODE_ENV`; a page without a bundler has no `process`.
 */
export const isDevelopment = (): boolean => {
  try {
    return process.env.NODE_ENV !== 'production';
  } catch {
    return false;
  }
};

const said = /* @__PURE__ */ new Set<string>();

/** Tells the developer once, on the console. */
export function warn(text: string): void {
  if (!isDevelopment() || said.has(text)) return;
  said.add(text);
  console.warn(`backbone.ws: ${text}`);
}
