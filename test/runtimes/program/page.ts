/** Makes the smoke test known to who drives the page. */
import { smoke } from './smoke.js';

Object.assign(globalThis, { smoke });
