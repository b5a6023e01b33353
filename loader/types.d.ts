/** A problem that the widget reports. */
export interface Problem {
  /**
   * A code of the service, or one of the loader: `not_loaded` (the widget did not start within 15 s, for example because
   * a Content-Security-Policy blocks the frame), `invalid_url`.
   */
  reason: string;
}

/** A message of the widget. */
export interface Message {
  type: "titan:widget" | "titan:widget:event";
  version: number;
  /** `connected`, `ready`, `resize`, `step`, `error`, `expired`, `redirect`, `close`; a newer service may send others. */
  event: string;
  session: string | null;
  state: string | null;
}

/** The number is connected. Verify it in your backend. */
export interface Connected extends Message {
  type: "titan:widget";
  event: "connected";
  status: "connected";
  method: "qr" | "pairing" | "cloud-api";
  /** Only if the link names the origins that may embed it. */
  phoneNumber?: string;
}

export interface Options {
  /** The `widgetUrl` of a link (an absolute address), or a function that gets one from your backend: it is called again when a link expires. */
  url: string | (() => string | Promise<string>);
  /** Default: the link's. */
  theme?: "auto" | "light" | "dark" | null;
  /** A language tag such as `pt-BR`. Default: the link's. */
  locale?: string | null;
  /** The frame's title, for screen readers. Default for this and the next two: in the widget's language. */
  title?: string;
  /** The name of the dialog's close button, for screen readers. */
  closeLabel?: string;
  /** Asked before a dialog is closed while a number is being linked. */
  closeQuestion?: string;
  /** Whether the page goes to the link's `callbackUrl` at the end. Default: true. */
  redirect?: boolean;
  onReady?: () => void;
  onConnected?: (message: Connected) => void;
  /** Every message, also those of newer services. */
  onEvent?: (message: Message) => void;
  onError?: (problem: Problem) => void;
  /** The link has expired, and `url` is not a function. */
  onExpired?: () => void;
  /** The person has closed or cancelled the widget. */
  onClose?: () => void;
}

export interface Events {
  ready: undefined;
  connected: Connected;
  event: Message;
  error: Problem;
  expired: undefined;
  close: undefined;
}

export type EventName = keyof Events;

export interface Handle {
  /** Closes the widget; asks first while a number is being linked. Returns whether it is closed. */
  close(): boolean;
  /** Removes the widget at once. No callback is called any more. */
  destroy(): void;
  /** Returns a function that ends the subscription. */
  on<Name extends EventName>(name: Name, listener: (detail: Events[Name]) => void): () => void;
}

/** Shows the widget in an element of the page, as high as its content. */
export function mount(target: string | Element, options: Options): Handle;

/** Shows the widget in a dialog. While one is open, it is returned. */
export function open(options: Options): Handle;

/** The events of the element, beside those of every element. */
export type ElementEvents = Omit<HTMLElementEventMap, EventName> & {
  [Name in EventName]: CustomEvent<Events[Name] extends undefined ? null : Events[Name]>;
};

/** `<titan-connect url="…">`, which dispatches a `CustomEvent` for each of the events. */
export class TitanConnect extends HTMLElement {
  /** A new one loads the widget anew. */
  get url(): Options["url"];
  set url(url: Options["url"]);

  addEventListener<Name extends keyof ElementEvents>(
    name: Name,
    listener: (this: TitanConnect, event: ElementEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "titan-connect": TitanConnect;
  }
  // With the script tag.
  var TitanWidget: { open: typeof open; mount: typeof mount } | undefined;
}
