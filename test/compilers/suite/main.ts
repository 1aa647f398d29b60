/** Runs the checks of some parts of the suite: `node main.js classes standard/private` */
import { type Checks, report } from './report.js';

const parts: { checks: Checks }[] = await Promise.all(process.argv.slice(2).map((part) => import(`./${part}.js`)));

await report(Object.assign({}, ...parts.map(({ checks }) => checks)));
