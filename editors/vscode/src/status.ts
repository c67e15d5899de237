import * as vscode from 'vscode';

import { selector } from './selector';

/**
 * What VS Code shows among the language statuses of a Dockerfile or script, and
 * in the status bar where something is wrong.
 */
export class Status implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('crampon.status', selector);

  constructor() {
    this.item.name = 'crampon';
    this.starting();
  }

  starting(): void {
    this.show('starting', '', vscode.LanguageStatusSeverity.Information);
    this.item.busy = true;
  }

  running(version: string, program: string): void {
    this.show(version, program, vscode.LanguageStatusSeverity.Information);
  }

  stopped(): void {
    this.show('stopped', '', vscode.LanguageStatusSeverity.Warning, restart);
  }

  failed(why: string): void {
    this.show('not running', why, vscode.LanguageStatusSeverity.Error, restart);
  }

  private show(state: string, detail: string, severity: vscode.LanguageStatusSeverity, command: vscode.Command = output): void {
    this.item.busy = false;
    this.item.text = state === '' ? 'crampon' : `crampon ${state}`;
    this.item.detail = detail;
    this.item.severity = severity;
    this.item.command = command;
  }

  dispose(): void {
    this.item.dispose();
  }
}

const restart: vscode.Command = { command: 'crampon.restart', title: 'Restart Server' };
const output: vscode.Command = { command: 'crampon.showOutput', title: 'Show Output' };
