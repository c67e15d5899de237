/** What of a log channel matters here. */
interface Channel {
  logLevel: number;
  trace(message: string): void;
  info(message: string): void;
}

/**
 * The channel to which the client writes its traffic with the server. It asks for the
 * level of the channel first, which is not `trace` unless somebody has set that too, and
 * only then for the setting. Who sets the setting means to see the traffic.
 */
export function traffic<C extends Channel>(output: C, trace: number, wanted: () => boolean): C {
  return Object.create(output, {
    logLevel: { value: trace },
    trace: { value: (message: string) => (wanted() ? output.info(message) : output.trace(message)) },
  }) as C;
}
