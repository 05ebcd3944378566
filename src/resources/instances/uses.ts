import { apiPath } from '../../client/path';
import { devicePaths } from '../../kinds/devicePaths';
import type { Instance } from './instance';

/** Paths of the API of what an instance uses: its profiles, image, networks, pools, volumes and cluster member. */
export function usesOf({ profiles, config, devices, location }: Instance): string[] {
  const image = config['volatile.base_image'];
  const paths = [
    ...profiles.map((name) => apiPath`/1.0/profiles/${name}`),
    ...(image ? [apiPath`/1.0/images/${image}`] : []),
    ...devicePaths(devices),
    ...(location ? [apiPath`/1.0/cluster/members/${location}`] : []),
  ];
  return [...new Set(paths)];
}
