/** What is used of modules that come without types. */
declare module '@babel/core' {
  export function transformAsync(source: string, options: object): Promise<{ code: string }>;
}
declare module '@babel/plugin-*' {
  const plugin: object;
  export default plugin;
}
