export { type InspectOptions, type Inspector, inspect } from './inspect.js';
export { type PrettyOptions, pretty } from './pretty.js';
export {
  createRecorder,
  type InspectorEntry,
  type InspectorSecond,
  type Recorder,
  type RecorderOptions,
} from './recorder.js';
export { type InspectorSnapshot, snapshotOf } from './snapshot.js';
export type { Call } from './trace.js';
