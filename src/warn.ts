declare const process: { readonly env: { readonly NODE_ENV?: string } };

const said = /* @__PURE__ */ new Set<string>();

/**
 * Tells the developer once, on the console. In production, and where nobody says what it is, nothing: bundlers put the value in
 * the place of `process.env.NODE_ENV` and leave all of this out; a page without a bundler has no `process`.
 */
export function warn(text: string): void {
  try {
    if (process.env.NODE_ENV === 'production' || said.has(text)) return;
  } catch {
    return;
  }
  said.add(text);
  console.warn(`backbone.ws: ${text}`);
}
