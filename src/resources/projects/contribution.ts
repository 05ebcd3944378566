/** Kind of a project's row. */
export const projectKind = 'project';
