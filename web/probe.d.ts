// Types of what probe.js, the probe of signal-console, adds to the window of a page.

interface SignalConsoleProbe {
  /** The version of the probe. */
  readonly version: string;

  /**
   * Shows a line of the page's own among the reports in the console.
   *
   * @param text - The line; characters after the first 1,000 are dropped.
   */
  mark(text: string): void;
}

interface Window {
  /** The probe; `undefined` if the page does not include it. Use `window.signalConsoleProbe?.mark('joining')`. */
  readonly signalConsoleProbe?: SignalConsoleProbe;
}
