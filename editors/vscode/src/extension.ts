import * as vscode from 'vscode';

import { Server } from './server';
import { Status } from './status';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('crampon', { log: true });
  const status = new Status();
  const started = new Server(context, status, output);
  server = started;
  context.subscriptions.push(
    output,
    status,
    vscode.commands.registerCommand('crampon.restart', () => started.restart()),
    vscode.commands.registerCommand('crampon.showOutput', () => output.show(true)),
    vscode.commands.registerCommand('crampon.fixAll', fixAll),
    vscode.commands.registerCommand('crampon.showInstall', () =>
      vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(context.extensionUri, 'install.md')),
    ),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('crampon.path') || change.affectsConfiguration('crampon.args')) {
        void started.restart();
      }
    }),
    // The workspace's own settings count from now on.
    vscode.workspace.onDidGrantWorkspaceTrust(() => void started.restart()),
  );
  await started.restart();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** Applies the fixes that are safe, as a save does where editor.codeActionsOnSave asks for it. */
function fixAll(): Thenable<unknown> {
  return vscode.commands.executeCommand('editor.action.sourceAction', { kind: 'source.fixAll.crampon', apply: 'first' });
}
