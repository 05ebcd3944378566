import { check } from './check';
import { headOf, tailOf } from './comments';
import { askAboutConflict, takeOver } from './conflict';
import { createFrom, newText } from './creating';
import { readonlyText } from './views';
import { findPlace, parseText, readText, textOf } from './yamlText';

/** What documents need once one of them is open. It is loaded then, with src/later.ts. */
export const documentTools = {
  askAboutConflict,
  check,
  createFrom,
  findPlace,
  headOf,
  newText,
  parseText,
  readText,
  readonlyText,
  tailOf,
  takeOver,
  textOf,
};

export type DocumentTools = typeof documentTools;
