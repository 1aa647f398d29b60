const load = (files: Record<string, unknown>): [path: string, () => Promise<string>][] =>
  Object.entries(files as Record<string, () => Promise<string>>);

const libs = load(
  import.meta.glob('../../node_modules/typescript-5/lib/lib.{es,dom,decorators,esnext}*.d.ts', {
    query: '?raw',
    import: 'default',
  }),
);
const packages = load(
  import.meta.glob(
    [
      '../../node_modules/@types/{backbone,underscore,jquery,sizzle}/**/*.d.ts',
      '../../node_modules/@types/{backbone,underscore,jquery,sizzle}/package.json',
      '../../node_modules/@standard-schema/spec/dist/index.d.ts',
    ],
    { query: '?raw', import: 'default' },
  ),
);
const own = load(import.meta.glob('../../dist/esm/{src,types}/**/*.d.ts', { query: '?raw', import: 'default' }));

/** The declarations that the editor knows: TypeScript's, Backbone's and the package's own, as they are published. */
export async function declarations(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const put = async (list: typeof libs, toPath: (path: string) => string): Promise<void> => {
    await Promise.all(list.map(async ([path, read]) => files.set(toPath(path), await read())));
  };
  await Promise.all([
    put(libs, (path) => `/${path.split('/').at(-1)}`),
    put(packages, (path) => path.replace('../..', '')),
    put(own, (path) => path.replace('../../dist/esm', '/node_modules/backbone.ws')),
  ]);
  const main = { name: 'backbone.ws', exports: {} as Record<string, string> };
  for (const [entry, file] of [
    ['.', 'index'],
    ['./global', 'global'],
    ['./inspector', 'inspector/index'],
    ['./testing', 'testing/index'],
  ]) {
    main.exports[entry!] = `./src/${file}.d.ts`;
  }
  files.set('/node_modules/backbone.ws/package.json', JSON.stringify(main));
  files.set('/node_modules/@standard-schema/spec/package.json', JSON.stringify({ types: './dist/index.d.ts' }));
  return files;
}
