import { type Playground, servePlayground } from './playground/serve.js';

/** What `npm start` runs: the page, and the market in the terminal, until that ends. */
let playground: Playground | undefined;
if (!process.argv.includes('--help')) {
  playground = await servePlayground().catch((error: Error) => {
    console.error(`The page cannot be served: ${error.message}`);
    return undefined;
  });
  if (playground) console.log(`Playground: ${playground.url}\n`);
}
await import('./market/main.js');
await playground?.close();
