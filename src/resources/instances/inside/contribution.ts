/** The scheme of files that were read from a snapshot. */
export const snapshotScheme = 'lxd-snapshot';
