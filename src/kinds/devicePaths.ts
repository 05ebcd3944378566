import { apiPath } from '../client/path';

/** The networks, pools and volumes that devices name. */
export function devicePaths(devices: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string[] {
  return Object.values(devices).flatMap((device) => {
    const text = (name: string): string => (typeof device[name] === 'string' ? device[name] : '');
    const [type, pool, source] = [text('type'), text('pool'), text('source')];
    const network = text('network') || text('parent');
    if (type === 'nic' && network) return [apiPath`/1.0/networks/${network}`];
    if (type !== 'disk' || !pool) return [];
    return source
      ? [apiPath`/1.0/storage-pools/${pool}/volumes/custom/${source}`]
      : [apiPath`/1.0/storage-pools/${pool}`];
  });
}
