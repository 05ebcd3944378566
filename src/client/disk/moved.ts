import { sizeText } from '../../base/sizeText';
import type { Progress } from '../operation';

/** What of a transfer has gone, for a person. @param total in bytes, like `bytes`; undefined where nobody knows */
export function movedProgress(bytes: number, total: number | undefined): Progress {
  const text = [sizeText(bytes), ...(total === undefined ? [] : [sizeText(total)])].join(' / ');
  return { text, percent: total === undefined ? undefined : (100 * bytes) / total };
}
