import { l10n } from 'vscode';
import { agoText, isTime } from '../base/timeText';

/** "2 days ago" of a time of the server, '' where it means none. */
export function ago(time: string | undefined): string {
  return agoText(time ?? '', Date.now());
}

/** "expires in 3 days", '' for what never does. */
export function expiry(time: string | undefined): string {
  return isTime(time) ? l10n.t('expires {0}', ago(time)) : '';
}
