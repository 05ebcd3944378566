import * as vscode from 'vscode';
import type { Row, TreeNode } from './node';

/** A row as VS Code draws it. */
export function treeItem(node: TreeNode, row: Row): vscode.TreeItem {
  const item = new vscode.TreeItem(
    row.highlights?.length ? { label: row.label, highlights: row.highlights } : row.label,
    row.expand === 'none'
      ? vscode.TreeItemCollapsibleState.None
      : row.expand === 'expanded'
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = node.id;
  item.contextValue = row.context;
  item.accessibilityInformation = { label: row.spoken };
  if (row.description !== undefined) item.description = row.description;
  if (row.resource) item.resourceUri = row.resource;
  if (row.icon)
    item.iconPath = new vscode.ThemeIcon(
      row.icon.id,
      row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color),
    );
  else if (row.resource)
    item.iconPath = row.expand === 'none' ? vscode.ThemeIcon.File : vscode.ThemeIcon.Folder;
  if (row.command) item.command = row.command;
  // A tooltip that is set is final; one that is not is asked for on hover.
  if (row.tooltip !== undefined) item.tooltip = row.tooltip;
  else if (!node.tooltip) item.tooltip = row.description ? `${row.label} · ${row.description}` : row.label;
  return item;
}
