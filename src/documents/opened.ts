// What documents need once one of them is open. It is bundled apart (esbuild.js) and loaded then, as src/later.ts is.
export { check } from './check';
export { headOf, tailOf } from './comments';
export { askAboutConflict, takeOver } from './conflict';
export { createFrom, newText } from './creating';
export { readonlyText } from './views';
export { findPlace, parseText, readText, textOf } from './yamlText';
