import * as fs from 'node:fs';
import * as os from 'node:os';

import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State } from 'vscode-languageclient/node';

import { locate, type World } from './locate';
import { selector } from './selector';
import type { Status } from './status';
import { traffic } from './traffic';

/** One server for all folders of the window. */
export class Server {
  private client: LanguageClient | undefined;
  /** Starts and stops wait for each other: settings may change while one is under way. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly status: Status,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  restart(): Promise<void> {
    return this.queue(async () => {
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.queue(() => this.end());
  }

  private queue(work: () => Promise<void>): Promise<void> {
    this.last = this.last.then(work).catch((err: unknown) => this.fail(`crampon does not start: ${reason(err)}`));
    return this.last;
  }

  private async begin(): Promise<void> {
    this.status.starting();
    const settings = vscode.workspace.getConfiguration('crampon');
    const located = locate(settings.get('path', '').trim(), this.world());
    if (located.program === undefined) {
      this.fail(located.problem);
      return;
    }
    const args = ['lsp', ...settings.get<string[]>('args', [])];
    this.output.info(`starting ${located.program} ${args.join(' ')} (found by ${located.from})`);
    const client = new LanguageClient(
      'crampon',
      'crampon',
      { command: located.program, args },
      {
        documentSelector: selector,
        outputChannel: this.output,
        traceOutputChannel: traffic(this.output, vscode.LogLevel.Trace, traced),
        revealOutputChannelOn: RevealOutputChannelOn.Never,
      },
    );
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) {
        return;
      }
      switch (newState) {
        case State.Starting:
          this.status.starting();
          break;
        case State.Running:
          this.status.running(client.initializeResult?.serverInfo?.version ?? '', located.program);
          break;
        case State.Stopped:
          this.status.stopped();
          break;
      }
    });
    await client.start();
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A client that never came up cannot be stopped, only let go.
    if (client?.isRunning()) {
      await client.stop();
    }
    await client?.dispose();
  }

  /** Says what is wrong, and offers what helps. Nobody waits for the answer. */
  private fail(problem: string): void {
    this.output.error(problem);
    this.status.failed(problem);
    const answers: Record<string, () => void> = {
      'How to Install': () => void vscode.commands.executeCommand('crampon.showInstall'),
      'Open Settings': () => void vscode.commands.executeCommand('workbench.action.openSettings', 'crampon.path'),
      'Try Again': () => void this.restart(),
    };
    void vscode.window.showErrorMessage(problem, ...Object.keys(answers)).then((answer) => answer !== undefined && answers[answer]());
  }

  private world(): World {
    return {
      windows: process.platform === 'win32',
      path: process.env['PATH'] ?? '',
      home: os.homedir(),
      folder: vscode.workspace.workspaceFolders?.find((f) => f.uri.scheme === 'file')?.uri.fsPath,
      trusted: vscode.workspace.isTrusted,
      extension: this.context.extensionPath,
      isProgram,
    };
  }
}

/** Tells whether the setting asks for the traffic with the server; vscode-languageclient asks it how much. */
function traced(): boolean {
  return vscode.workspace.getConfiguration('crampon').get('trace.server', 'off') !== 'off';
}

function isProgram(path: string): boolean {
  try {
    fs.accessSync(path, fs.constants.X_OK);
    return fs.statSync(path).isFile();
  } catch {
    return false;
  }
}

function reason(err: unknown): string {
  return err instanceof Error ? err.message : String(err);
}
