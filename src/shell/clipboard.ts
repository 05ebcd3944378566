import * as vscode from 'vscode';

/**
 * What was copied, to be offered without being asked for. '' in a browser, which asks for a permission, or fails with a
 * message of its own, where a person has only opened a question.
 */
export async function offeredClipboard(): Promise<string> {
  return vscode.env.uiKind === vscode.UIKind.Web ? '' : vscode.env.clipboard.readText();
}
